import { phoneSessionOf, seeDevices } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { liveSession, type Performer, type Place, type Run, sceneNow, spend } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Opens a session on a phone; the one that was there is over. */
export async function signIn(
  run: Run,
  turn: Turn,
  performer: Performer,
  { device }: { readonly device: string },
): Promise<Ending> {
  turn.prompts++;
  await spend(run, turn, identityWork.passkey);
  const opened = await run.doors.phones.signIn(performer, device);
  await spend(run, turn, responses.signIn);
  if (opened.type === "out") {
    performer.place = undefined;
    return refused(opened.said);
  }
  performer.place = { type: "phone", device, session: opened.session };
  return done(performer.id);
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

/** The passkey again, as the product asks for it on a phone: the session is surer then, and at the same chart. */
export async function signInAgain(
  run: Run,
  turn: Turn,
  { person }: Session,
  device: string,
): Promise<{ readonly session: Session; readonly place: Place } | undefined> {
  const performer = [...run.performers.values()].find(({ id }) => id === person);
  if (performer === undefined) return undefined;
  await signIn(run, turn, performer, { device });
  const { place } = performer;
  const session = place?.type === "phone" ? liveSession(run, place.session) : undefined;
  return place === undefined || session === undefined ? undefined : { session, place };
}

/** Ends the session on a phone. */
export async function signOutOnPhone(
  run: Run,
  turn: Turn,
  place: { readonly device: string; readonly session: string },
): Promise<Ending> {
  const session = liveSession(run, place.session);
  await spend(run, turn, identityWork.press);
  if (session === undefined) return done();
  await run.doors.phones.signOut(place.device, session);
  await spend(run, turn, responses.lock);
  return done(session.person);
}

/** Takes a device off the hospital's own network, or brings it back: its next request comes from there. */
export async function carry(run: Run, device: string, onSite: boolean): Promise<Ending> {
  run.stage.carry(device, onSite);
  const session = phoneSessionOf(sceneNow(run), device);
  if (session !== undefined) await run.doors.phones.place(device, session);
  return done();
}

/** A beacon or a fence of the first site tells that a device is there, or in no place of the hospital's (C8): what it shows is asked for again. */
export async function beSeen(run: Run, device: string, inHospital: boolean): Promise<Ending> {
  const { clock, elsewhere: app } = run.stage;
  const site = inHospital ? [...app.world().sites.values()][0]?.id : undefined;
  const sighting = { device, seenAt: clock.now(), ...(site === undefined ? {} : { site }) };
  await app.submit(seeDevices([sighting], { type: "workload", id: "rehearsed-beacons" }));
  const session = phoneSessionOf(sceneNow(run), device);
  if (session !== undefined) await run.doors.phones.place(device, session);
  return done();
}

/** Says that a device is lost: it ends for good. */
export async function lose(
  run: Run,
  turn: Turn,
  performer: Performer,
  device: string,
): Promise<Ending> {
  await spend(run, turn, identityWork.press);
  await run.doors.phones.end(performer, device);
  await spend(run, turn, responses.lock);
  return done(performer.id);
}
