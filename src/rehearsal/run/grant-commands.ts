import type { Recorded } from "../../access/index.ts";
import type { Granting } from "../../exceptions/index.ts";
import { asOccupant, asPhone } from "../../sessions/index.ts";
import type { Command, Handling, NewRecord } from "../../world/index.ts";
import { responses } from "../calibration.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import type { Work } from "./perform-action.ts";
import { onPhone } from "./perform-on-phone.ts";
import { type Run, sceneNow, spend, surfaceOf, touch } from "./run.ts";
import { wishOf } from "./show-screens.ts";
import { done, type Ending, type Turn } from "./turn.ts";

/** The ending that a recorded answer is. */
export function endingOf(recorded: Recorded, person: string): Ending {
  if (recorded.type === "permit") return done(person);
  return { type: "refused", said: recorded.reasons, denial: recorded };
}

/** Decided and recorded where they are, with what follows from a permit in the same batch. */
export async function decided(
  run: Run,
  turn: Turn,
  work: Work,
  action: string,
  resource: { readonly type: string; readonly id: string },
  records: (granting: Granting, id: Handling["id"]) => readonly NewRecord[],
): Promise<Recorded> {
  const { place, session } = work;
  const subject = { type: "person", id: session.person } as const;
  const context = { session: session.id, ...surfaceOf(place) };
  const inner = decideOnRecord(run, turn, { subject, action, resource, context }, wishOf(subject));
  const recorded = await submit(run, work, {
    ...inner,
    handle: (handling) => {
      const outcome = inner.handle(handling);
      if (outcome.answer.type === "deny") return outcome;
      const more = records(grantingIn(run, handling), handling.id);
      return { ...outcome, records: [...outcome.records, ...more] };
    },
  });
  if (recorded.type === "deny") turn.remedies.push(...recorded.remedies);
  await spend(run, turn, responses.decision);
  return recorded;
}

/** A command of the product's that needs no decision of its own. */
export function plain(
  run: Run,
  name: string,
  person: string,
  records: (granting: Granting) => readonly NewRecord[],
): Command<void> {
  return {
    name,
    actor: { type: "person", id: person },
    handle: (handling) => ({ records: records(grantingIn(run, handling)), answer: undefined }),
  };
}

function grantingIn(run: Run, { world, at }: Handling): Granting {
  return { bundle: sceneNow(run).bundle, world, at };
}

/** Submits it from where they work. */
export function submit<A>(run: Run, { place, session }: Work, command: Command<A>): Promise<A> {
  const { app, deps } = run.stage;
  if (place.type === "phone") {
    return app.submit(asPhone(deps, onPhone(run, place.device, session.id), command));
  }
  if (place.type === "console") return app.submit(command);
  touch(run, place.seat);
  return app.submit(asOccupant(deps, { seat: place.seat, session: session.id }, command));
}
