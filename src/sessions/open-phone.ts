import type { Command, Handling, NewRecord, Session, World } from "../world/index.ts";
import { closed } from "./closed.ts";
import { phoneUnknown, SessionError } from "./errors.ts";
import { isLive } from "./liveness.ts";
import { phoneKey } from "./phone-key.ts";
import { type PasskeyProof, type PasskeyUse, provePasskey } from "./prove-passkey.ts";
import type { Scene, SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";
import { latestEnd } from "./session-end.ts";

/** A passkey that was used on a phone, and the site whose network the phone is on, if any. */
export interface PhoneUse extends PasskeyUse {
  readonly site: string | undefined;
}

/** What a sign-in on a phone led to. There is one refusal: it tells nobody whose passkey it was. */
export type PhoneAnswer =
  | {
      readonly type: "in";
      readonly session: string;
      readonly person: string;
      readonly device: string;
    }
  | { readonly type: "refused" };

/**
 * Makes a browser on a phone its person's own (C8): from now on requests signed by this key are the phone's. A passkey
 * proves who the person is, and they are signed in with it. What the phone is, only the management of devices says:
 * until then it is unmanaged.
 *
 * @throws SessionError `phone-known` for a key that is, or was, a phone's; `no-policy`
 */
export function registerPhone(
  deps: SessionDeps,
  request: PhoneUse & {
    /** RFC 7638 thumbprint of the key. */
    readonly key: string;
    readonly platform: string;
  },
): Command<PhoneAnswer> {
  const { key, platform, site, ...use } = request;
  return {
    name: "phone.register",
    actor: { type: "system", id: "wardkey" },
    needs: [phoneKey(key)],
    handle: (handling) => {
      const scene = sceneOf(deps, handling.world, handling.at);
      if (handling.side(phoneKey(key)) !== undefined) {
        throw new SessionError("phone-known");
      }
      const proof = provePasskey(scene, use);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const { person } = proof.passkey;
      const device = handling.id("dev");
      const body = { device, encrypted: false, key, managed: false, person, platform };
      const actor = { type: "person", id: person } as const;
      const opening = open(handling, { device, proof, site });
      return {
        records: [
          ...proof.records,
          { kind: "device.registered", body, actor },
          { ...opening.record, actor },
        ],
        side: [{ ...phoneKey(key), value: device }],
        answer: { type: "in", session: opening.session, person, device },
      };
    },
  };
}

/**
 * Signs in on a registered phone by a passkey (A1: level 3): 16 h at most, or the engagement's end. There is one session
 * on a phone: whoever is in on it raises theirs, and what they were doing goes on (A2); somebody else's before is over.
 *
 * @throws SessionError `phone-unknown`, `no-policy`
 */
export function openPhone(
  deps: SessionDeps,
  { device, site, ...use }: PhoneUse & { readonly device: string },
): Command<PhoneAnswer> {
  return {
    name: "phone.sign-in",
    actor: { type: "system", id: "wardkey" },
    handle: (handling) => {
      const scene = sceneOf(deps, handling.world, handling.at);
      const phone = scene.world.devices.get(device);
      if (phone === undefined) throw phoneUnknown();
      // On a shared phone whoever has a passkey signs in; on a person's own only they.
      const proof = provePasskey(scene, use, phone.person);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const { person } = proof.passkey;
      const actor = { type: "person", id: person } as const;
      const present = phoneSessionOf(scene, device);
      if (present?.person === person) {
        const raising = raise(present, proof, site).map((record) => ({ ...record, actor }));
        const answer = { type: "in", session: present.id, person, device } as const;
        return { records: [...proof.records, ...raising], answer };
      }
      const before = sessionsOn(scene.world, device).map((each) => closed(each, "replaced"));
      const opening = open(handling, { device, proof, site });
      return {
        records: [...proof.records, ...before, { ...opening.record, actor }],
        answer: { type: "in", session: opening.session, person, device },
      };
    },
  };
}

interface Opening {
  readonly device: string;
  readonly proof: Extract<PasskeyProof, { readonly type: "proved" }>;
  readonly site: string | undefined;
}

function open(
  { id, at, world }: Handling,
  { device, proof, site }: Opening,
): { readonly session: string; readonly record: NewRecord } {
  const { engagement, person } = proof.passkey;
  const session = id("ses");
  const body = {
    engagement,
    level: proof.level,
    method: "passkey",
    passkey: proof.passkey.id,
    person,
    provedAt: at,
    session,
    surface: { id: device, type: "phone" },
    until: latestEnd({ world }, { engagement, openedAt: at }),
    ...(site === undefined ? {} : { site }),
  } as const;
  return { session, record: { kind: "session.opened", body } };
}

/** A step-up of whoever is in, and where the phone is now. */
function raise(
  { id: session, site: before }: Session,
  { level, passkey }: Opening["proof"],
  site: string | undefined,
): readonly NewRecord[] {
  const body = { level, method: "passkey", passkey: passkey.id, session } as const;
  const placed = { session, ...(site === undefined ? {} : { site }) };
  return [
    { kind: "session.raised", body },
    ...(site === before ? [] : [{ kind: "session.placed", body: placed } as const]),
  ];
}

/** The sessions on a device, over or not. */
export function sessionsOn(world: World, device: string): readonly Session[] {
  return world.sessionsBySurface
    .get(device)
    .map((id) => world.sessions.get(id))
    .filter((session) => session !== undefined);
}

/** The live session on a phone. */
export function phoneSessionOf(scene: Scene, device: string): Session | undefined {
  return sessionsOn(scene.world, device).find(
    (session) =>
      session.surface.type === "phone" && session.state === "open" && isLive(scene, session),
  );
}
