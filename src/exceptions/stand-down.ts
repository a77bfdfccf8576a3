import { responderOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Command, Emergency, NewRecord, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Response } from "./join-emergency.ts";
import { requireEmergency, requireResponder } from "./require-emergency.ts";

/** What else closes with an emergency, as others know it: the sessions that it let in (X4). */
export type Closing = (world: World, emergency: Emergency, at: Instant) => readonly NewRecord[];

/**
 * A responder says that it is over (X18): what it opened ends in the same batch (X4). What is still to be signed for stays so. Where the
 * roster has called somebody to it, who only says that they respond does not end it for them.
 *
 * @throws ExceptionError `emergency-over`, `not-responding`, `others-respond`
 */
export function standDown({ emergency: id, person }: Response, closing: Closing): Command<void> {
  return {
    name: "emergency.stand-down",
    actor: { type: "person", id: person },
    handle: ({ world, at }) => {
      const emergency = requireEmergency(world, id, at);
      const { how } = requireResponder(world, emergency, person, at);
      if (how === "said-so" && isAttended(world, emergency, at)) {
        throw new ExceptionError("others-respond");
      }
      const ended = {
        kind: "emergency.ended",
        body: { emergency: id, reason: "stood-down" },
      } as const;
      return {
        records: [ended, ...closeGlass(world, id, at), ...closing(world, emergency, at)],
        answer: undefined,
      };
    },
  };
}

/** Whether somebody responds whom the roster called. */
function isAttended(world: World, emergency: Emergency, at: Instant): boolean {
  return emergency.responders.some(
    ({ how, person }) =>
      how === "rostered" && responderOf(world, emergency, person, at) !== undefined,
  );
}

/** The records that say which emergencies have run out, and what was broken in them: for the ticker. That it is so is derived each time. */
export function emergenciesOver(world: World, at: Instant): readonly NewRecord[] {
  return [...world.emergencies.values()]
    .filter(({ until }) => until <= at)
    .flatMap(({ id }) => [
      { kind: "emergency.ended", body: { emergency: id, reason: "over" } },
      ...closeGlass(world, id, at),
    ]);
}

function closeGlass(world: World, emergency: string, at: Instant): readonly NewRecord[] {
  return [...world.glasses.values()]
    .filter((glass) => glass.emergency === emergency && at < glass.until)
    .map(({ id }) => ({ kind: "glass.ended", body: { glass: id, reason: "emergency-over" } }));
}
