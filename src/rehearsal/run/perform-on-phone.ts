import type { Duration } from "../../ports/index.ts";
import { focus, isEngaged, isLive, signOut } from "../../sessions/index.ts";
import type { AssuranceLevel, Command, Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { type Performer, type Run, sceneNow, spend } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** What a sign-in on a phone is worth. */
const levels: Readonly<Record<"pin" | "passkey", AssuranceLevel>> = { pin: 2, passkey: 3 };

/** A phone's session ends after this long at the latest (domain, Sessions and seats). */
const longestOnPhone: Duration = 16 * 3_600_000;

/** Opens a session on a phone; the one that was there is over. */
export async function signIn(
  run: Run,
  turn: Turn,
  performer: Performer,
  { device, by }: { readonly device: string; readonly by: "pin" | "passkey" },
): Promise<Ending> {
  const { app } = run.stage;
  turn.prompts++;
  await spend(run, turn, by === "pin" ? identityWork.pin : identityWork.passkey);
  const session = await app.submit(openOnPhone(performer.id, device, by));
  await spend(run, turn, responses.signIn);
  if (session === undefined) {
    performer.place = undefined;
    return refused("Your engagement here has ended, or has not begun.");
  }
  performer.place = { type: "phone", device, session, by };
  return done(performer.id);
}

/**
 * A phone's sign-in. The scenario states what was proved: level 2 by a PIN, level 3 by a passkey. A person's
 * engagement must be live, and there is one session on a phone.
 */
function openOnPhone(
  person: string,
  device: string,
  by: "pin" | "passkey",
): Command<string | undefined> {
  return {
    name: "rehearsal.sign-in",
    actor: { type: "person", id: person },
    handle: ({ world, at, id }) => {
      const engagement = world.engagementsByPerson
        .get(person)
        .find((each) => isEngaged(world, each, at));
      if (engagement === undefined) return { records: [], answer: undefined };
      const session = id("ses");
      const before = world.sessionsBySurface.get(device);
      const to = world.engagements.get(engagement)?.to ?? at;
      const body = {
        session,
        person,
        engagement,
        surface: { type: "phone", id: device },
        level: levels[by],
        provedAt: at,
        until: Math.min(at + longestOnPhone, to),
        method: by,
      } as const;
      return {
        records: [
          ...before.map(
            (old) =>
              ({ kind: "session.closed", body: { session: old, reason: "replaced" } }) as const,
          ),
          { kind: "session.opened", body },
        ],
        answer: session,
      };
    },
  };
}

/** The session on the phone; when it is over, the person signs in again. */
export async function sessionOnPhone(
  run: Run,
  turn: Turn,
  performer: Performer,
  place: { readonly device: string; readonly session: string; readonly by: "pin" | "passkey" },
): Promise<{ readonly session: Session } | { readonly ending: Ending }> {
  const known = liveSession(run, place.session);
  if (known !== undefined) return { session: known };
  const ending = await signIn(run, turn, performer, place);
  const fresh =
    performer.place?.type === "phone" ? liveSession(run, performer.place.session) : undefined;
  return fresh === undefined ? { ending } : { session: fresh };
}

function liveSession(run: Run, id: string): Session | undefined {
  const scene = sceneNow(run);
  const session = scene.world.sessions.get(id);
  return session !== undefined && isLive(scene, session) ? session : undefined;
}

/** Raises the session on a phone, by what its person signed in with. */
export async function raiseOnPhone(
  run: Run,
  turn: Turn,
  session: Session,
  by: "pin" | "passkey",
): Promise<boolean> {
  const { app } = run.stage;
  turn.prompts++;
  await spend(run, turn, by === "pin" ? identityWork.pin : identityWork.passkey);
  const body = { session: session.id, level: levels[by], method: by } as const;
  await app.submit({
    name: "rehearsal.step-up",
    actor: { type: "person", id: session.person },
    handle: () => ({ records: [{ kind: "session.raised", body }], answer: undefined }),
  });
  await spend(run, turn, responses.pin);
  return true;
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

/** Takes a device off the hospital's own network, or brings it back. */
export async function carry(run: Run, device: string, onSite: boolean): Promise<Ending> {
  const { app } = run.stage;
  const known = app.world().devices.get(device);
  if (known !== undefined) {
    const { id, ...posture } = known;
    await app.submit({
      name: "rehearsal.carry",
      actor: { type: "system", id: "rehearsal" },
      handle: () => ({
        records: [{ kind: "device.registered", body: { device: id, ...posture, onSite } }],
        answer: undefined,
      }),
    });
  }
  return done();
}

/** Notes which chart is open on a phone. */
export async function focusOnPhone(run: Run, session: Session, patient?: string): Promise<void> {
  const actor = { type: "person", id: session.person } as const;
  const looking = patient === undefined ? {} : { patient };
  await run.stage.app.submit(focus({ session: session.id, actor, ...looking }));
}
