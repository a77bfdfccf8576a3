import { answering, openGlass } from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  ExceptionError,
  renewGlass,
  returnGrant,
} from "../../exceptions/index.ts";
import { SessionError } from "../../sessions/index.ts";
import type { Grant } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { PersonAct } from "../vocabulary/acts.ts";
import { decided, endingOf, plain, submit } from "./grant-commands.ts";
import { decideFor, getToWork, type Work } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, spend } from "./run.ts";
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

/** More time for broken glass by one touch (X11). */
export async function keepBroken(
  run: Run,
  turn: Turn,
  performer: Performer,
  name: string,
): Promise<Ending> {
  const patient = await run.stage.adt.patientId(name);
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const { person } = work.session;
  const { world, at } = sceneNow(run);
  const glass = openGlass(world, person, patient, at)?.id;
  if (glass === undefined) return refused("No glass is broken for this patient.");
  await spend(run, turn, identityWork.press);
  try {
    await submit(run, work, renewGlass(run.stage.deps, { glass, person }));
  } catch (error) {
    if (error instanceof ExceptionError || error instanceof SessionError) {
      return refused(error.message);
    }
    throw error;
  }
  await spend(run, turn, responses.lock);
  return done(person);
}
