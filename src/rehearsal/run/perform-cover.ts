import type { Grant } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { PersonAct } from "../vocabulary/acts.ts";
import type { Decided, Work } from "./doors.ts";
import { endingOf, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, seatAt, spend, touch } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

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
  const nowhere = noPlaceFor(work, what);
  if (nowhere !== undefined) return refused(nowhere);
  await spend(run, turn, identityWork.press);
  if (what === "ask") await spend(run, turn, identityWork.reason);
  const doing = doingOf(run, turn, work, what, patient);
  if (typeof doing === "string") return refused(doing);
  const decided = await doing();
  if (what !== "hand-back") await spend(run, turn, responses.decision);
  const seat = seatAt(work.place);
  if (seat !== undefined) touch(run, seat);
  return endingOf(turn, work, decided);
}

/** Which screens have a place for it. */
export function noPlaceFor({ place }: Work, what: Cover["what"]): string | undefined {
  const answers = what === "approve" || what === "deny";
  if (answers && seatAt(place) !== undefined) {
    return "A request for access is answered on a phone or at a console.";
  }
  if (what === "begin" && place.type === "console") {
    return "A chart opens at a seat or on a phone, and at no console.";
  }
  return undefined;
}

/** What is to be done, or why there is nothing to do. */
function doingOf(
  run: Run,
  turn: Turn,
  work: Work,
  what: Cover["what"],
  patient: string,
): (() => Promise<Decided>) | string {
  const { doors } = run;
  const { person } = work.session;
  switch (what) {
    case "ask":
      return () => doors.askForAccess(turn, work, { kind: "patient", patient });
    case "approve":
    case "deny": {
      // The request for the patient that waits longest.
      const grants = [...sceneNow(run).world.grants.values()];
      const waiting = grants.find((each) => each.state === "pending" && isFor(run, each, patient));
      if (waiting === undefined) return "Nobody asks for access to this patient.";
      return () => doors.answerCover(turn, work, waiting.id, what);
    }
    case "begin": {
      const grant = grantOf(run, person, patient, ["approved"]);
      if (grant === undefined) return "Nothing was approved for this patient.";
      return () => doors.beginCover(turn, work, grant.id);
    }
    case "hand-back": {
      const grant = grantOf(run, person, patient, ["pending", "approved", "active"]);
      if (grant === undefined) return "There is nothing to hand back for this patient.";
      return () => doors.handCoverBack(work, grant.id);
    }
  }
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
