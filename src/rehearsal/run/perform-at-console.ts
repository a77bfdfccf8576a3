import type { Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { liveSession, type Performer, type Run, spend } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Opens a session in the browser of somebody's own desk: level 2 by badge number and PIN, level 3 by a passkey. */
export async function signInAtConsole(
  run: Run,
  turn: Turn,
  performer: Performer,
  by: "pin" | "passkey",
): Promise<Ending> {
  turn.prompts++;
  await spend(run, turn, by === "pin" ? identityWork.pin : identityWork.passkey);
  const opened = await run.doors.consoles.signIn(performer, by);
  await spend(run, turn, responses.signIn);
  if (opened.type === "out") {
    performer.place = undefined;
    return refused(opened.said);
  }
  performer.place = { type: "console", session: opened.session };
  return done(performer.id);
}

/** Raises a console's session to level 3 by the person's passkey. */
export async function raiseAtConsole(run: Run, turn: Turn, session: Session): Promise<boolean> {
  turn.prompts++;
  await spend(run, turn, identityWork.passkey);
  const isRaised = await run.doors.consoles.stepUp(session);
  await spend(run, turn, responses.signIn);
  return isRaised;
}

/** Ends the session at a console. */
export async function signOutAtConsole(
  run: Run,
  turn: Turn,
  performer: Performer,
  id: string,
): Promise<Ending> {
  await spend(run, turn, identityWork.press);
  const session = liveSession(run, id);
  if (session === undefined) return done();
  await run.doors.consoles.signOut(performer, session);
  await spend(run, turn, responses.lock);
  return done(performer.id);
}
