import { openGlass } from "../../access/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { endingOf, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, seatAt, spend, touch } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

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
  const { session, place } = work;
  const seat = seatAt(place);
  if (seat === undefined) return refused("Broken glass is kept broken at a seat.");
  const { world, at } = sceneNow(run);
  const glass = openGlass(world, session.person, patient, at)?.id;
  if (glass === undefined) return refused("No glass is broken for this patient.");
  await spend(run, turn, identityWork.press);
  const renewed = await run.doors.renewGlass({ session, seat });
  await spend(run, turn, responses.lock);
  touch(run, seat);
  return endingOf(turn, work, renewed);
}
