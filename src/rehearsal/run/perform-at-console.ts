import {
  openConsole,
  openConsoleByPasskey,
  signOut,
  stepUpByPasskey,
} from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { givePasskey } from "./give-passkey.ts";
import { liveSession, type Performer, type Run, spend } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Opens a session in the browser of somebody's own desk: level 2 by badge number and PIN, level 3 by a passkey. */
export async function signInAtConsole(
  run: Run,
  turn: Turn,
  performer: Performer,
  by: "pin" | "passkey",
): Promise<Ending> {
  const { app, deps } = run.stage;
  turn.prompts++;
  await spend(run, turn, by === "pin" ? identityWork.pin : identityWork.passkey);
  const surface = `console-${performer.name}`;
  const passkey = by === "passkey" ? await app.submit(givePasskey(performer.id)) : undefined;
  const answer =
    passkey === undefined
      ? await app.submit(openConsole(deps, { badge: performer.badge, right: true, surface }))
      : await app.submit(openConsoleByPasskey(deps, { ...ofPasskey(passkey), surface }));
  await spend(run, turn, responses.signIn);
  if (answer.type === "refused") {
    performer.place = undefined;
    return refused("The badge or the PIN is not accepted here.");
  }
  performer.place = { type: "console", session: answer.session };
  return done(performer.id);
}

/** Raises a console's session to level 3 by the person's passkey. */
export async function raiseAtConsole(
  run: Run,
  turn: Turn,
  { id, person }: Session,
): Promise<boolean> {
  const { app, deps } = run.stage;
  const passkey = await app.submit(givePasskey(person));
  if (passkey === undefined) return false;
  turn.prompts++;
  await spend(run, turn, identityWork.passkey);
  const answer = await app.submit(stepUpByPasskey(deps, { ...ofPasskey(passkey), session: id }));
  await spend(run, turn, responses.signIn);
  return answer.type === "raised";
}

function ofPasskey(passkey: string) {
  return { passkey, counter: 0, verified: true } as const;
}

/** Ends the session at a console. */
export async function signOutAtConsole(
  run: Run,
  turn: Turn,
  performer: Performer,
  session: string,
): Promise<Ending> {
  await spend(run, turn, identityWork.press);
  if (liveSession(run, session) === undefined) return done();
  const surface = `console-${performer.name}`;
  await run.stage.app.submit(signOut({ session, surface }));
  await spend(run, turn, responses.lock);
  return done(performer.id);
}
