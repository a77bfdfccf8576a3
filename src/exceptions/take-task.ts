import type { Command, EmergencyTask } from "../world/index.ts";
import type { Response } from "./join-emergency.ts";
import { requireEmergency, requireResponder } from "./require-emergency.ts";

/**
 * A responder says that they perform, or that they record what others perform: one or the other (X18).
 *
 * @throws ExceptionError `emergency-over`, `not-responding`
 */
export function takeTask({
  emergency: id,
  person,
  task,
}: Response & { readonly task: EmergencyTask }): Command<void> {
  return {
    name: "emergency.task",
    actor: { type: "person", id: person },
    handle: ({ world, at }) => {
      const emergency = requireEmergency(world, id, at);
      const known = requireResponder(world, emergency, person, at);
      if (known.task === task) return { records: [], answer: undefined };
      const body = { emergency: id, person, task };
      return { records: [{ kind: "emergency.tasked", body }], answer: undefined };
    },
  };
}
