import type { Json, SideWrite } from "../ports/index.ts";
import type { Actor, Badge, Command, NewRecord, World } from "../world/index.ts";
import { badgeKey, badgeRefused, engagementsOf, findBadge } from "./badge.ts";
import { failedPin, proved } from "./enter-pin.ts";
import { SessionError } from "./errors.ts";
import { hadPasskeyKey, passkeyKey, passkeySecretKey } from "./passkey-keys.ts";
import { atConsole } from "./pin-gate.ts";
import { closeByPasskey } from "./prove-passkey.ts";
import { type Proved, requireProof, reviewOf } from "./re-proof.ts";
import { type SessionDeps, sceneOf } from "./scene.ts";

/** Who comes to the desk, by badge number and PIN. */
export interface DeskVisit {
  /** The keyed hash of the badge's number. */
  readonly badge: string;
  /** Whether the PIN is that of the badge's person; false for an unknown badge. */
  readonly right: boolean;
  /** The person who supervises; nobody enrols their own passkey. */
  readonly supervisor: string;
}

/** Who is present, or one refusal that tells nobody which numbers are badges. */
export type DeskAnswer =
  | { readonly type: "present"; readonly person: string; readonly badge: string }
  | { readonly type: "refused" }
  | { readonly type: "oneself" };

/** Somebody is at the desk and proves who they are: the wrong PINs count as anywhere (A3). */
export function comeToDesk({ badge: number, right, supervisor }: DeskVisit): Command<DeskAnswer> {
  return {
    name: "desk.come",
    actor: { type: "system", id: "wardkey" },
    needs: [badgeKey(number)],
    handle: (handling) => {
      const found = findBadge(handling, number);
      if (found.type === "refused") {
        return { records: badgeRefused(found.why, found.id), answer: { type: "refused" } };
      }
      const { badge } = found;
      if (badge.person === supervisor) return { records: [], answer: { type: "oneself" } };
      const failure = failedPin(badge, atConsole, right, handling.at);
      if (failure !== undefined) return { records: failure.records, answer: { type: "refused" } };
      const answer = { type: "present", person: badge.person, badge: badge.id } as const;
      return { records: [proved(badge)], answer };
    },
  };
}

/** A passkey that was made at a supervised desk and found right (WebAuthn Level 3, section 7.1). */
export interface PasskeyEnrolment extends Proved {
  readonly person: string;
  /** The badge by which, with its PIN, the person was just proved. */
  readonly badge: string;
  /** The hash of the credential's id. */
  readonly credential: string;
  /** What is kept beside the log: the credential's id and public key. */
  readonly secret: Json;
  readonly counter: number;
  readonly synced: boolean;
  /** The AAGUID, where the maker's certificate attests it. */
  readonly model?: string;
  /** Who supervised. */
  readonly actor: Actor;
}

/**
 * Enrols a passkey of the badge's person; they may have several. To whoever was given one before it is a recovery, for
 * which badge and PIN alone are too little: what was checked stands in the record, and a review is opened. Where their roles reach
 * further than the actor's, a second person vouches for them. Whether the actor may supervise is the caller's to decide.
 *
 * @throws SessionError `badge-unknown` when the badge has ended meanwhile, or is another's, `passkey-known`, `own-passkey`,
 * `proofing-unstated`, `reaches-further`, `second-refused`, `no-policy`
 */
export function enrolPasskey(
  deps: SessionDeps,
  enrolment: PasskeyEnrolment,
): Command<{ readonly passkey: string }> {
  const { credential, secret, counter, synced, model, actor, person } = enrolment;
  return {
    name: "passkey.enrol",
    actor,
    needs: [passkeyKey(credential), hadPasskeyKey(person)],
    handle: (handling) => {
      const { world, at, side, id } = handling;
      const badge = world.badges.get(enrolment.badge);
      const engagement = engagementOf(badge, (person) => engagementsOf(world, person, at), world);
      if (badge?.person !== person || badge.until <= at || engagement === undefined) {
        throw new SessionError("badge-unknown.ended");
      }
      if (actor.id === person) throw ownPasskey();
      const known = side(passkeyKey(credential));
      if (typeof known === "string" && world.passkeys.has(known)) {
        throw new SessionError("passkey-known");
      }
      const scene = sceneOf(deps, world, at);
      const had = side(hadPasskeyKey(person));
      const giving = {
        person,
        supervisor: actor.id,
        isRecovery: isPasskeyRecovery(world, person, had),
      };
      const proof = requireProof(scene, giving, enrolment, "proofing-unstated.passkey");
      const passkey = id("pky");
      const attested = model === undefined ? {} : { model };
      const body = { badge: badge.id, ...proof, counter, engagement, passkey, person, synced };
      const enrolled: NewRecord = { kind: "passkey.enrolled", body: { ...body, ...attested } };
      return {
        records: [enrolled, ...reviewOf(scene, id, giving, proof)],
        side: [
          { ...passkeyKey(credential), value: passkey },
          { ...passkeySecretKey(passkey), value: secret },
          hadPasskey(person),
        ],
        answer: { passkey },
      };
    },
  };
}

/** Whether a passkey for this person is a recovery; given the row of {@link hadPasskeyKey}. */
export function isPasskeyRecovery(
  { passkeysByPerson }: Pick<World, "passkeysByPerson">,
  person: string,
  had: Json | undefined,
): boolean {
  return had !== undefined || passkeysByPerson.get(person).length > 0;
}

function hadPasskey(person: string): SideWrite {
  return { ...hadPasskeyKey(person), value: true };
}

/** The engagement that ends last: a passkey lasts as long as it can. */
function engagementOf(
  badge: Badge | undefined,
  running: (person: string) => readonly string[],
  world: { readonly engagements: { get(id: string): { readonly to: number } | undefined } },
): string | undefined {
  const ids = badge === undefined ? [] : running(badge.person);
  const end = (id: string) => world.engagements.get(id)?.to ?? 0;
  return ids.toSorted((a, b) => end(b) - end(a))[0];
}

function ownPasskey(): SessionError {
  return new SessionError("own-passkey");
}

/**
 * Removes a passkey: lost, replaced, handed back. What was kept of it beside the log is erased, and
 * the sessions whose level rests on it are over.
 *
 * @throws SessionError `passkey-unknown`
 */
export function removePasskey(request: {
  readonly passkey: string;
  /** The hash of the credential's id, as it is kept. */
  readonly credential: string;
  readonly reason: string;
  readonly actor: Actor;
}): Command<void> {
  const { passkey, credential, reason, actor } = request;
  return {
    name: "passkey.remove",
    actor,
    handle: ({ world }) => {
      const known = world.passkeys.get(passkey);
      if (known === undefined) {
        throw new SessionError("passkey-unknown");
      }
      return {
        records: [
          { kind: "passkey.removed", body: { passkey, reason } },
          ...closeByPasskey(world, known),
        ],
        side: [
          { ...passkeyKey(credential), value: undefined },
          { ...passkeySecretKey(passkey), value: undefined },
          hadPasskey(known.person),
        ],
        answer: undefined,
      };
    },
  };
}
