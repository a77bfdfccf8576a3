import type { OnPhone } from "../../sessions/index.ts";
import {
  endDevice,
  focus,
  openPhone,
  phoneSessionOf,
  placePhone,
  signOut,
} from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { givePasskey } from "./give-passkey.ts";
import { liveSession, type Performer, type Place, type Run, sceneNow, spend } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Opens a session on a phone; the one that was there is over. */
export async function signIn(
  run: Run,
  turn: Turn,
  performer: Performer,
  { device }: { readonly device: string },
): Promise<Ending> {
  const { app } = run.stage;
  turn.prompts++;
  await spend(run, turn, identityWork.passkey);
  const session = await openByPasskey(run, performer, device);
  await spend(run, turn, responses.signIn);
  if (session === undefined) {
    performer.place = undefined;
    return refused(
      app.world().devices.has(device)
        ? "Your engagement here has ended, or has not begun."
        : "This phone is not registered (any more).",
    );
  }
  performer.place = { type: "phone", device, session };
  return done(performer.id);
}

/** A sign-in by a passkey, as the product does it: the person has one, and their finger opens it. */
async function openByPasskey(
  run: Run,
  { id: person }: Performer,
  device: string,
): Promise<string | undefined> {
  const { app, deps } = run.stage;
  const passkey = await app.submit(givePasskey(person));
  if (passkey === undefined) return undefined;
  const use = { passkey, counter: 0, verified: true, device, site: siteOf(run, device) };
  // A phone that was lost is no phone any more: nobody signs in on it.
  if (!app.world().devices.has(device)) return undefined;
  const answer = await app.submit(openPhone(deps, use));
  return answer.type === "in" ? answer.session : undefined;
}

/** The session on the phone; when it is over, the person signs in again. */
export async function sessionOnPhone(
  run: Run,
  turn: Turn,
  performer: Performer,
  place: { readonly device: string; readonly session: string },
): Promise<{ readonly session: Session } | { readonly ending: Ending }> {
  const known = liveSession(run, place.session);
  if (known !== undefined) return { session: known };
  const ending = await signIn(run, turn, performer, place);
  const fresh =
    performer.place?.type === "phone" ? liveSession(run, performer.place.session) : undefined;
  return fresh === undefined ? { ending } : { session: fresh };
}

/** The passkey again, as the product asks for it on a phone: a session in place of the one before, at the same chart. */
export async function signInAgain(
  run: Run,
  turn: Turn,
  { patient, person }: Session,
  device: string,
): Promise<{ readonly session: Session; readonly place: Place } | undefined> {
  const performer = [...run.performers.values()].find(({ id }) => id === person);
  if (performer === undefined) return undefined;
  await signIn(run, turn, performer, { device });
  const { place } = performer;
  const session = place?.type === "phone" ? liveSession(run, place.session) : undefined;
  if (place === undefined || session === undefined) return undefined;
  await focusOnPhone(run, session, patient);
  return { session, place };
}

/** Ends the session on a phone. */
export async function signOutOnPhone(
  run: Run,
  turn: Turn,
  place: { readonly device: string; readonly session: string },
): Promise<Ending> {
  const { app } = run.stage;
  const session = liveSession(run, place.session);
  await spend(run, turn, identityWork.press);
  if (session === undefined) return done();
  await app.submit(signOut({ session: session.id, surface: place.device }));
  await spend(run, turn, responses.lock);
  return done(session.person);
}

/** Takes a device off the hospital's own network, or brings it back: its next request comes from there. */
export async function carry(run: Run, device: string, onSite: boolean): Promise<Ending> {
  const { app, deps } = run.stage;
  if (onSite) run.onSite.add(device);
  else run.onSite.delete(device);
  const session = phoneSessionOf(sceneNow(run), device);
  if (session !== undefined) await app.submit(placePhone(deps, onPhone(run, device, session.id)));
  return done();
}

/** Says that a device is lost: it ends for good. */
export async function lose(
  run: Run,
  turn: Turn,
  { id }: Performer,
  device: string,
): Promise<Ending> {
  const { app } = run.stage;
  await spend(run, turn, identityWork.press);
  const actor = { type: "person", id } as const;
  await app.submit(endDevice({ device, why: "lost", actor, owner: id }));
  await spend(run, turn, responses.lock);
  return done(id);
}

/** A phone's session, and where the phone is now. */
export function onPhone(run: Run, device: string, session: string): OnPhone {
  return { device, session, site: siteOf(run, device) };
}

function siteOf({ onSite, stage }: Run, device: string): string | undefined {
  return onSite.has(device) ? [...stage.app.world().sites.values()][0]?.id : undefined;
}

/** Notes which chart is open on a phone. */
export async function focusOnPhone(run: Run, session: Session, patient?: string): Promise<void> {
  const actor = { type: "person", id: session.person } as const;
  const looking = patient === undefined ? {} : { patient };
  await run.stage.app.submit(focus({ session: session.id, actor, ...looking }));
}
