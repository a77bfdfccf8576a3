import { passkeyLevel } from "../access/index.ts";
import {
  type Actor,
  type NewRecord,
  type Passkey,
  type PasskeyRefusal,
  restsOn,
  type World,
} from "../world/index.ts";
import { closed } from "./closed.ts";
import { isEngaged } from "./liveness.ts";
import type { Scene } from "./scene.ts";

/** An assertion whose signature, challenge, origin and RP ID were found right (WebAuthn Level 3, section 7.2). */
export interface PasskeyUse {
  readonly passkey: string;
  /** The sign counter in it. */
  readonly counter: number;
  /** Whether the authenticator verified its user. */
  readonly verified: boolean;
}

/** What a passkey proves, or the records of why it does not. */
export type PasskeyProof =
  | {
      readonly type: "proved";
      readonly passkey: Passkey;
      readonly level: 3 | 4;
      readonly records: readonly NewRecord[];
    }
  | { readonly type: "refused"; readonly records: readonly NewRecord[] };

/**
 * Judges the use of a passkey: it must be in the world, unlocked, of a running engagement, of `person` where one is
 * given, and have verified its user. A sign counter that did not go up locks it, and ends what rests on it: there may be a copy.
 */
export function provePasskey(scene: Scene, use: PasskeyUse, person?: string): PasskeyProof {
  const passkey = scene.world.passkeys.get(use.passkey);
  if (passkey === undefined) return { type: "refused", records: [] };
  const actor: Actor = { type: "person", id: passkey.person };
  const { id } = passkey;
  const why = whyNot(scene, passkey, use, person);
  if (why !== undefined) {
    const body = { passkey: id, why };
    return { type: "refused", records: [{ kind: "passkey.refused", body, actor }] };
  }
  const { counter } = use;
  if (wentBack(passkey, counter)) {
    const body = { counter, passkey: id, why: "counter-went-back" } as const;
    const ended = closeByPasskey(scene.world, passkey);
    return { type: "refused", records: [{ kind: "passkey.locked", body, actor }, ...ended] };
  }
  const used: NewRecord = { kind: "passkey.used", body: { counter, passkey: id }, actor };
  return { type: "proved", passkey, level: passkeyLevel(scene.bundle, passkey), records: [used] };
}

/** What rests on a passkey is over with it, open or parked: whoever has its copy may be the one who is in. */
export function closeByPasskey(world: World, { id, person }: Passkey): readonly NewRecord[] {
  return world.sessionsByPerson
    .get(person)
    .map((session) => world.sessions.get(session))
    .filter((session) => session !== undefined)
    .filter((session) => restsOn(session, id))
    .map((session) => closed(session, "passkey-ended"));
}

function whyNot(
  { world, at }: Scene,
  { engagement, locked, person }: Passkey,
  { verified }: PasskeyUse,
  expected: string | undefined,
): PasskeyRefusal | undefined {
  if (locked) return "locked";
  if (!isEngaged(world, engagement, at)) return "not-engaged";
  if (expected !== undefined && person !== expected) return "other-person";
  return verified ? undefined : "not-verified";
}

/** WebAuthn Level 3, section 7.2 step 22: unless both are 0, the counter must have gone up. */
function wentBack({ counter: last }: Passkey, counter: number): boolean {
  return (last > 0 || counter > 0) && counter <= last;
}
