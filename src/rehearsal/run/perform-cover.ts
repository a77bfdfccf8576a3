import { answering, type Recorded, requesting } from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  ExceptionError,
  type Granting,
  requestGrant,
  returnGrant,
} from "../../exceptions/index.ts";
import { asOccupant, asPhone, SessionError } from "../../sessions/index.ts";
import type { Command, Grant, Handling, NewRecord } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { PersonAct } from "../vocabulary/acts.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import { decideFor, getToWork, type Work } from "./perform-action.ts";
import { onPhone } from "./perform-on-phone.ts";
import { type Performer, type Run, sceneNow, spend, surfaceOf, touch } from "./run.ts";
import { wishOf } from "./show-screens.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

type Cover = Extract<PersonAct, { readonly type: "cover" }>;

/** What somebody does about access for a time (X1): asks, answers somebody's request, begins it, or hands it back. */
export async function performCover(
  run: Run,
  turn: Turn,
  performer: Performer,
  { what, patient: name }: Cover,
): Promise<Ending> {
  const patient = await run.stage.adt.patientId(name);
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  await spend(run, turn, identityWork.press);
  try {
    switch (what) {
      case "ask":
        await spend(run, turn, identityWork.press);
        return await ask(run, turn, work, patient);
      case "approve":
      case "deny":
        return await answer(run, turn, work, patient, what);
      case "begin":
        return await begin(run, turn, work, patient);
      case "hand-back":
        return await handBack(run, work, patient);
    }
  } catch (error) {
    if (error instanceof ExceptionError || error instanceof SessionError) {
      return refused(error.message);
    }
    throw error;
  }
}

async function ask(run: Run, turn: Turn, work: Work, patient: string): Promise<Ending> {
  const { person } = work.session;
  const [reason = ""] = sceneNow(run).bundle.grants.reasons.keys();
  const askedBy = { type: "person", id: person } as const;
  const wish = { kind: "patient", person, patient, askedBy, reason } as const;
  const resource = { type: "patient", id: patient };
  const recorded = await decided(run, turn, work, requesting, resource, (granting, id) => {
    return requestGrant(granting, { ...wish, grant: id("gnt") }).records;
  });
  return endingOf(recorded, person);
}

/** The request for the patient that waits longest. */
async function answer(
  run: Run,
  turn: Turn,
  work: Work,
  patient: string,
  word: "approve" | "deny",
): Promise<Ending> {
  const { person: approver } = work.session;
  const grants = [...sceneNow(run).world.grants.values()];
  const waiting = grants.find((grant) => grant.state === "pending" && isFor(run, grant, patient));
  if (waiting === undefined) return refused("Nobody asks for access to this patient.");
  const resource = { type: "ward", id: waiting.ward };
  const recorded = await decided(run, turn, work, answering, resource, (granting) =>
    answerGrant(granting, { grant: waiting.id, approver, answer: word }),
  );
  return endingOf(recorded, approver);
}

async function begin(run: Run, turn: Turn, work: Work, patient: string): Promise<Ending> {
  const { person } = work.session;
  const grant = grantOf(run, person, patient, ["approved"]);
  if (grant === undefined) return refused("Nothing was approved for this patient.");
  await submit(
    run,
    work,
    plain(run, "grant.activate", person, (granting) =>
      activateGrant(granting, { grant: grant.id, person }),
    ),
  );
  return decideFor(run, turn, work, "chart.open", patient);
}

async function handBack(run: Run, work: Work, patient: string): Promise<Ending> {
  const { person } = work.session;
  const grant = grantOf(run, person, patient, ["pending", "approved", "active"]);
  if (grant === undefined) return refused("There is nothing to hand back for this patient.");
  await submit(
    run,
    work,
    plain(run, "grant.return", person, (granting) =>
      returnGrant(granting, { grant: grant.id, person }),
    ),
  );
  return done(person);
}

function grantOf(
  run: Run,
  person: string,
  patient: string,
  states: readonly Grant["state"][],
): Grant | undefined {
  const { world } = sceneNow(run);
  return world.grantsByPerson
    .get(person)
    .flatMap((id) => world.grants.get(id) ?? [])
    .find((grant) => states.includes(grant.state) && isFor(run, grant, patient));
}

function isFor(run: Run, grant: Grant, patient: string): boolean {
  const { world } = sceneNow(run);
  const of = grant.patient;
  return of !== undefined && survivorOf(world, of) === survivorOf(world, patient);
}

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
