import type { Duration, Instant, Json, SideKey, SideWrite } from "../ports/index.ts";
import type { Actor, Command, Engagement, Handling, Invitation, World } from "../world/index.ts";
import { isPasskeyRecovery } from "./enrol-passkey.ts";
import { SessionError } from "./errors.ts";
import { hadPasskeyKey, passkeyKey, passkeySecretKey } from "./passkey-keys.ts";
import { type Proved, requireProof, reviewOf } from "./re-proof.ts";
import { type SessionDeps, sceneOf } from "./scene.ts";

/** A link is good for so long, and never longer than what it is for. */
const linkLasts: Duration = 24 * 3_600_000;

/** After so many wrong codes the phone is bound no more: a code of six digits is no secret to guess at. */
const mostWrongCodes = 3;

/** Where it is kept what a link is for: by the hash of its secret, which itself is kept nowhere. */
export function invitationKey(linkHash: string): SideKey {
  return { table: "credentials", key: `invitation|${linkHash}` };
}

/** Where what is to be mailed waits, sealed: the link, and where to. It is erased once it has gone, or the link is good no more. */
export function invitationMailKey(invitation: string): SideKey {
  return { table: "credentials", key: `invitation-mail|${invitation}` };
}

/** Where the passkey that was made by a link waits, with the hash of the phone's code. */
function waitingKey(invitation: string): SideKey {
  return { table: "credentials", key: `invitation-passkey|${invitation}` };
}

/** A link that is good no more leaves nothing beside the log but what says so. */
function nothingWaits(invitation: string): readonly SideWrite[] {
  const keys = [waitingKey(invitation), invitationMailKey(invitation)];
  return keys.map((key) => ({ ...key, value: undefined }));
}

/** The mail with a link has gone: the link is kept nowhere any more. */
export function forgetInvitationMail(invitation: string): Command<void> {
  return {
    name: "invitation.mailed",
    actor: { type: "system", id: "wardkey" },
    handle: () => ({
      records: [],
      side: [{ ...invitationMailKey(invitation), value: undefined }],
      answer: undefined,
    }),
  };
}

interface Waiting {
  readonly code: string;
  readonly credential: string;
  readonly secret: Json;
}

/** Whether the phone of an engagement waits to be bound by its code. */
export function waitsForCode(invitation: Invitation | undefined): boolean {
  if (invitation?.accepted === undefined || invitation.bound !== undefined) return false;
  return invitation.withdrawn === undefined && invitation.wrong < mostWrongCodes;
}

/**
 * Makes a link by which whoever is booked does from their own phone what can be done before they come. One that was made before is
 * withdrawn by that, with whatever was made by it. Whether the actor may is the caller's to decide.
 *
 * @throws SessionError `invitation-refused` for an engagement that has ended, is suspended, or whose phone is bound
 */
export function invitePhone(request: {
  readonly engagement: string;
  /** The hash of the link's secret. */
  readonly link: string;
  /** The link is to go by mail: it and the address, sealed. */
  readonly mail?: string;
  readonly actor: Actor;
}): Command<{ readonly until: Instant }> {
  const { actor, engagement: id, link, mail } = request;
  return {
    name: "phone.invite",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const engagement = world.engagements.get(id);
      const before = engagement?.invitation;
      if (!isToCome(engagement, at) || before?.bound !== undefined) {
        throw new SessionError("invitation-refused.not-now");
      }
      const invitation = handling.id("inv");
      const until = Math.min(at + linkLasts, engagement.to);
      const mailed = mail === undefined ? {} : ({ mailed: true } as const);
      const body = { engagement: id, invitation, until, ...mailed };
      return {
        records: [{ kind: "invitation.sent", body }],
        side: [
          { ...invitationKey(link), value: { engagement: id, invitation } },
          ...(before === undefined ? [] : nothingWaits(before.id)),
          ...(mail === undefined ? [] : [{ ...invitationMailKey(invitation), value: mail }]),
        ],
        answer: { until },
      };
    },
  };
}

/**
 * Withdraws the link: it opens nothing any more, nor is a phone bound by what was made with it. A passkey that is bound already is
 * removed as any passkey is.
 *
 * @throws SessionError `invitation-refused` where there is nothing to withdraw
 */
export function withdrawInvitation(request: {
  readonly engagement: string;
  readonly actor: Actor;
}): Command<void> {
  const { actor, engagement } = request;
  return {
    name: "phone.withdraw",
    actor,
    handle: ({ world }) => {
      const known = world.engagements.get(engagement)?.invitation;
      if (known === undefined || known.withdrawn !== undefined || known.bound !== undefined) {
        throw new SessionError("invitation-refused.not-now");
      }
      const body = { engagement, invitation: known.id };
      return {
        records: [{ kind: "invitation.withdrawn", body }],
        side: nothingWaits(known.id),
        answer: undefined,
      };
    },
  };
}

/**
 * The engagement that a link is for, while it is good.
 *
 * @throws SessionError `invitation-refused`, with what is wrong with it
 */
export function openInvitation(
  world: Pick<World, "engagements">,
  row: Json | undefined,
  at: Instant,
): { readonly engagement: Engagement; readonly invitation: Invitation } {
  const { engagement: id, invitation } = (row ?? {}) as Readonly<Record<string, string>>;
  if (id === undefined) throw new SessionError("invitation-refused");
  const engagement = world.engagements.get(id);
  if (!isToCome(engagement, at)) throw new SessionError("invitation-refused.over");
  const known = engagement.invitation;
  if (known === undefined || known.id !== invitation || known.withdrawn !== undefined) {
    throw new SessionError("invitation-refused.withdrawn");
  }
  if (known.accepted !== undefined) throw new SessionError("invitation-refused.spent");
  if (known.until <= at) throw new SessionError("invitation-refused.expired");
  return { engagement, invitation: known };
}

/**
 * Whoever has the link takes the offer with a passkey that they made: only both together spend the link. Nobody knows yet who that
 * is, so the passkey is none until the desk has bound it ({@link bindPhone}).
 *
 * @throws SessionError `invitation-refused`, `passkey-known`
 */
export function acceptInvitation(acceptance: {
  /** The hash of the link's secret. */
  readonly link: string;
  /** The hash of the code that the phone shows. */
  readonly code: string;
  /** The hash of the credential's id. */
  readonly credential: string;
  readonly secret: Json;
  readonly counter: number;
  readonly synced: boolean;
  readonly model?: string;
}): Command<void> {
  const { code, counter, credential, link, model, secret, synced } = acceptance;
  return {
    name: "phone.accept",
    actor: { type: "system", id: "wardkey" },
    needs: [invitationKey(link), passkeyKey(credential)],
    handle: ({ at, id, side, world }) => {
      const { engagement, invitation } = openInvitation(world, side(invitationKey(link)), at);
      const known = side(passkeyKey(credential));
      if (typeof known === "string" && world.passkeys.has(known)) {
        throw new SessionError("passkey-known");
      }
      const attested = model === undefined ? {} : { model };
      const whose = { counter, engagement: engagement.id, invitation: invitation.id, ...attested };
      const body = { ...whose, passkey: id("pky"), synced };
      const waiting = { code, credential, secret };
      return {
        records: [{ kind: "invitation.accepted", body }],
        side: [
          { ...waitingKey(invitation.id), value: waiting },
          { ...invitationMailKey(invitation.id), value: undefined },
        ],
        answer: undefined,
      };
    },
  };
}

/** What came of a code. */
export type BoundPhone = { readonly type: "bound" } | { readonly type: "wrong" };

/**
 * Whoever stands at the desk, and has been proofed there, says the code that their phone shows: the passkey that was made on it is
 * theirs from now on, on the same terms as one that is made at the desk. A wrong code is on record, and after three nothing binds it.
 *
 * @throws SessionError `invitation-refused`, `not-engaged`, `own-passkey`, `passkey-known`, `reaches-further`, `second-refused`
 */
export function bindPhone(
  deps: SessionDeps,
  binding: Proved & {
    readonly engagement: string;
    readonly person: string;
    /** Which link it was, as the desk sees it. */
    readonly invitation: string;
    /** The hash of the code that was said. */
    readonly code: string;
    readonly actor: Actor;
  },
): Command<BoundPhone> {
  const { actor, code, engagement: id, invitation, person } = binding;
  return {
    name: "phone.bind",
    actor,
    needs: [waitingKey(invitation), hadPasskeyKey(person)],
    handle: (handling) => {
      const known = handling.world.engagements.get(id);
      const waiting = handling.side(waitingKey(invitation)) as unknown as Waiting | undefined;
      const isThis = known?.invitation?.id === invitation && waitsForCode(known.invitation);
      if (known?.person !== person || !isThis || waiting === undefined) {
        throw new SessionError("invitation-refused.code");
      }
      const isHere = known.state === "active" && known.proof !== undefined;
      if (!isHere || known.to <= handling.at) throw new SessionError("not-engaged");
      if (person === actor.id) throw new SessionError("own-passkey");
      const of = { engagement: id, invitation };
      if (waiting.code !== code) {
        const records = [{ kind: "invitation.mismatched", body: of } as const];
        return { records, answer: { type: "wrong" } };
      }
      return boundRecords(deps, handling, { binding, known, waiting });
    },
  };
}

function boundRecords(
  deps: SessionDeps,
  { at, id, side, world }: Handling,
  {
    binding: { checked, second, actor },
    known: { id: engagement, invitation, person, proof },
    waiting: { credential, secret },
  }: {
    readonly binding: Proved & { readonly actor: Actor };
    readonly known: Engagement;
    readonly waiting: Waiting;
  },
) {
  const made = invitation?.accepted;
  if (invitation === undefined || made === undefined || proof?.lost !== undefined) {
    throw new SessionError("invitation-refused.code");
  }
  const scene = sceneOf(deps, world, at);
  const isRecovery = isPasskeyRecovery(world, person, side(hadPasskeyKey(person)));
  const giving = { person, supervisor: actor.id, isRecovery };
  const vouched = { checked: checked ?? proof?.method, second };
  const stated = requireProof(scene, giving, definedOf(vouched), "proofing-unstated.passkey");
  const { model, counter, passkey, synced } = made;
  const attested = model === undefined ? {} : { model };
  const of = { counter, engagement, invitation: invitation.id, ...attested };
  return {
    records: [
      { kind: "passkey.enrolled", body: { ...stated, ...of, passkey, person, synced } } as const,
      {
        kind: "invitation.bound",
        body: { engagement, invitation: invitation.id },
      } as const,
      ...reviewOf(scene, id, giving, stated),
    ],
    side: [
      { ...passkeyKey(credential), value: passkey },
      { ...passkeySecretKey(passkey), value: secret },
      { ...hadPasskeyKey(person), value: true },
      { ...waitingKey(invitation.id), value: undefined },
    ],
    answer: { type: "bound" } as const,
  };
}

function definedOf({
  checked,
  second,
}: {
  readonly checked: Proved["checked"] | undefined;
  readonly second: string | undefined;
}): Proved {
  return {
    ...(checked === undefined ? {} : { checked }),
    ...(second === undefined ? {} : { second }),
  };
}

/** Somebody who is offered, proofed or engaged by it, and not at its end. */
function isToCome(engagement: Engagement | undefined, at: Instant): engagement is Engagement {
  if (engagement === undefined || engagement.to <= at) return false;
  return ["offered", "proofed", "active"].includes(engagement.state);
}
