import { openGlass } from "../../access/index.ts";
import { ExceptionError, renewGlass } from "../../exceptions/index.ts";
import { SessionError } from "../../sessions/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { getToWork } from "./perform-action.ts";
import { submit } from "./perform-cover.ts";
import { type Performer, type Run, sceneNow, spend } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

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
