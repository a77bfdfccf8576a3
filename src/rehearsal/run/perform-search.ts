import { hospital } from "../../access/index.ts";
import { isOverUsual } from "../../reviews/index.ts";
import type { SearchAct } from "../vocabulary/acts.ts";
import { decideFor, decideOn, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, seatAt } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

/** Looks a patient up by number, again and again, as one after the other would be (C7). */
export async function lookUp(
  run: Run,
  turn: Turn,
  performer: Performer,
  { patient: name, times }: Extract<SearchAct, { readonly type: "look-up" }>,
): Promise<Ending> {
  const patient = await run.stage.adt.patientId(name);
  let ending: Ending = refused("Nobody was looked up.");
  for (let count = 0; count < times; count++) {
    const work = await getToWork(run, turn, performer);
    if ("ending" in work) return work.ending;
    ending = await decideFor(run, turn, work, "patient.search", patient);
    if (ending.type === "refused") return ending;
  }
  const ward = wardOf(run, performer);
  const isOver = isOverUsual(sceneNow(run), performer.id, ward);
  const said = isOver
    ? "This is more than is usual: somebody looks at it afterwards."
    : "As usual.";
  return { ...ending, said: [...ending.said, said] };
}

/** Looks for patients by family name, or its beginning, and day of birth (C7). */
export async function lookForName(
  run: Run,
  turn: Turn,
  performer: Performer,
  family: string,
): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const { place } = work;
  if (place.type === "console") return refused("Patients are looked for at a seat or on a phone.");
  const wish = { action: "patient.search", resource: hospital };
  return decideOn(run, turn, work, wish, () => run.doors.lookForName(turn, work, family));
}

function wardOf({ stage: { app } }: Run, { place }: Performer): string | undefined {
  return app.world().seats.get(seatAt(place) ?? "")?.ward;
}
