import { approversOf, type Bundle, type Bundles, responderOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Command, Emergency, NewRecord, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { requireEmergency, requireResponder } from "./require-emergency.ts";
import type { Closing } from "./stand-down.ts";

/** Whose responding ends, and who ends it. */
export interface SendingAway {
  readonly emergency: string;
  readonly person: string;
  readonly by: string;
}

/**
 * Ends the responding of one person who only said that they respond (X17); the emergency goes on without them, and they do not say so
 * again. What they had by it closes in the same batch (X4). By a responder whom the roster called, by whoever answers for the ward,
 * and by themselves.
 *
 * @throws ExceptionError `emergency-over`, `not-responding`, `not-to-send-away`
 */
export function sendAway(
  { bundles }: { readonly bundles: Bundles },
  { emergency: id, person, by }: SendingAway,
  leaving: Closing,
): Command<void> {
  return {
    name: "emergency.send-away",
    actor: { type: "person", id: by },
    handle: ({ world, at }) => {
      const emergency = requireEmergency(world, id, at);
      const isAllowed =
        by === person || maySendAway(bundles.current(world), world, emergency, by, at);
      if (!isAllowed) throw new ExceptionError("not-to-send-away");
      if (requireResponder(world, emergency, person, at).how === "rostered") {
        throw new ExceptionError("not-to-send-away.called");
      }
      const left: NewRecord = { kind: "emergency.left", body: { emergency: id, person } };
      const glass = [...world.glasses.values()]
        .filter((each) => each.emergency === id && each.person === person && at < each.until)
        .map(
          (each): NewRecord => ({
            kind: "glass.ended",
            body: { glass: each.id, reason: "emergency-over" },
          }),
        );
      const records = [left, ...glass, ...leaving(world, emergency, at)];
      return { records, answer: undefined };
    },
  };
}

/** Whether somebody may end the part of others who only said that they respond: also for what a screen offers. */
export function maySendAway(
  bundle: Bundle | undefined,
  world: World,
  emergency: Emergency,
  by: string,
  at: Instant,
): boolean {
  if (responderOf(world, emergency, by, at)?.how === "rostered") return true;
  if (bundle === undefined) return false;
  for (const person of approversOf(bundle, world, emergency.ward, at, "first")) {
    if (person === by) return true;
  }
  return false;
}
