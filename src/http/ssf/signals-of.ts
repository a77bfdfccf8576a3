import type { Json } from "../../ports/index.ts";
import type { LogRecord, RecordOf, SessionProof, World } from "../../world/index.ts";
import { eventTypes } from "./events.ts";

/** What a record means to receivers, before it is addressed to one. */
export interface Signal {
  readonly type: string;
  readonly about: About;
  readonly claims: { readonly [claim: string]: Json };
}

/** A person, one session of a person, or a device. */
export type About =
  | { readonly person: string; readonly session?: string }
  | { readonly device: string };

/** Whose something is, and, of a session, how sure it was last known to be. */
interface Owner {
  readonly person: string;
  readonly level?: number;
  /** The surest proof that the world knows of, which may be later than the records that are read. */
  readonly surest?: SessionProof;
}

/** Whose the sessions, badges, passkeys and engagements are that records only name by id. */
export type Owners = Map<string, Owner>;

/** The owners that the world knows. Levels are left out: those of the world may be later than the records that are read. */
export function ownersIn(world: World): Owners {
  const owners: Owners = new Map();
  for (const { id, person, proofs } of world.sessions.values()) {
    owners.set(id, { person, surest: proofs[0] });
  }
  const tables = [world.badges, world.passkeys, world.engagements];
  for (const table of tables) {
    for (const { id, person } of table.values()) owners.set(id, { person });
  }
  return owners;
}

/** Notes whose something is where a record says so. */
export function noteOwner(owners: Owners, record: LogRecord): void {
  switch (record.kind) {
    case "session.opened":
      owners.set(record.body.session, { person: record.body.person, level: record.body.level });
      return;
    case "badge.issued":
      owners.set(record.body.badge, { person: record.body.person });
      return;
    case "passkey.enrolled":
      owners.set(record.body.passkey, { person: record.body.person });
      return;
    case "engagement.offered":
    case "engagement.started":
      owners.set(record.body.engagement, { person: record.body.person });
      return;
    default:
  }
}

/** The id whose owner has to be known before a record can be told to anybody. */
export function ownedBy(record: LogRecord): string | undefined {
  switch (record.kind) {
    case "session.closed":
    case "session.raised":
      return record.body.session;
    case "badge.ended":
      return record.body.badge;
    case "passkey.locked":
    case "passkey.removed":
      return record.body.passkey;
    case "engagement.suspended":
      return record.body.engagement;
    default:
      return undefined;
  }
}

/**
 * What a record says to receivers, at most one thing (the interoperability profile, section 2.8: one event in a SET), and
 * what `owners` knows after it. A record about something whose owner nobody knows says nothing: there is no subject.
 */
export function signalOf(owners: Owners, record: LogRecord): Signal | undefined {
  noteOwner(owners, record);
  const id = ownedBy(record);
  const owner = id === undefined ? undefined : owners.get(id);
  const signal = sayOwned(record, owner) ?? sayNamed(record);
  if (id !== undefined && owner !== undefined) forget(owners, record, id, owner);
  return signal;
}

function forget(owners: Owners, record: LogRecord, id: string, owner: Owner): void {
  if (record.kind === "session.raised") {
    const level = Math.max(record.body.level, levelBefore(owner, record) ?? 0);
    owners.set(id, { person: owner.person, level });
  }
  // A locked passkey can still be removed, and an engagement be suspended again.
  else if (!["passkey.locked", "engagement.suspended"].includes(record.kind)) owners.delete(id);
}

/** Why a session ended, for those who look after the receiver; the codes are the record's. */
const whyClosed: Readonly<Record<string, string>> = {
  "signed-out": "The person signed out.",
  over: "The session reached its end.",
  "engagement-ended": "The person's engagement ended.",
  "badge-ended": "The badge that the session was entered with ended.",
  "pin-replaced": "The person's PIN was set anew.",
  forced: "Somebody who looks after safety ended the session.",
  "device-ended": "The device of the session is gone.",
  replaced: "Another session took its place.",
};

function sayOwned(record: LogRecord, owner: Owner | undefined): Signal | undefined {
  if (owner === undefined) return undefined;
  const { person } = owner;
  switch (record.kind) {
    case "session.closed": {
      const { session, reason } = record.body;
      const why = whyClosed[reason] ?? "The session ended.";
      return {
        type: eventTypes.sessionRevoked,
        about: { person, session },
        claims: common(record, person, why),
      };
    }
    case "engagement.suspended":
      return {
        type: eventTypes.sessionRevoked,
        about: { person },
        claims: common(record, person, "The person's engagement was suspended."),
      };
    case "badge.ended":
      return credential(record, person, ["badge", "revoke"], "A badge ended.");
    case "passkey.locked": {
      const why = "A passkey was locked: its counter went back, there may be a copy of it.";
      return credential(record, person, ["passkey", "revoke"], why);
    }
    case "passkey.removed":
      return credential(record, person, ["passkey", "delete"], "A passkey was removed.");
    case "session.raised":
      return raised(record, owner);
    default:
      return undefined;
  }
}

/** Records that name their person, or their device, themselves. */
function sayNamed(record: LogRecord): Signal | undefined {
  switch (record.kind) {
    case "access.ended":
      return lastOneEnded(record);
    case "badge.issued":
      return credential(record, record.body.person, ["badge", "create"], "A badge was issued.");
    case "pin.set":
      return credential(record, record.body.person, ["pin", "update"], "The PIN was set.");
    case "passkey.enrolled": {
      const { person, model } = record.body;
      const aaguid = model === undefined ? {} : { fido2_aaguid: model };
      return credential(
        record,
        person,
        ["passkey", "create"],
        "A passkey was enrolled at a desk.",
        aaguid,
      );
    }
    case "device.reported":
      return complied(record);
    default:
      return undefined;
  }
}

/**
 * With a person's last engagement all their sessions are over. While another one runs, those of the one that ended are told one by
 * one: whoever heard that all were over would end those of the other.
 */
function lastOneEnded(record: RecordOf<"access.ended">): Signal | undefined {
  const { others, person } = record.body;
  if (others.length > 0) return undefined;
  const claims = common(record, person, "The person's engagement ended.");
  return { type: eventTypes.sessionRevoked, about: { person }, claims };
}

/** CAEP 1.0 section 3.5: what the management of devices said, told on where it is news. */
function complied(record: RecordOf<"device.reported">): Signal | undefined {
  const { device, managed, wasManaged } = record.body;
  if (wasManaged === undefined) return undefined;
  const status = (is: boolean) => (is ? "compliant" : "not-compliant");
  const why = "The management of devices says so.";
  return {
    type: eventTypes.deviceComplianceChange,
    about: { device },
    claims: {
      previous_status: status(wasManaged),
      current_status: status(managed),
      ...common(record, undefined, why),
    },
  };
}

/**
 * CAEP 1.0 section 3.3. Where WebAuthn does not tell us whether an authenticator is a platform's or roams, we do not either:
 * `passkey` and `badge` are types of ours.
 */
function credential(
  record: LogRecord,
  person: string,
  [credential_type, change_type]: readonly ["badge" | "pin" | "passkey", string],
  why: string,
  more: Signal["claims"] = {},
): Signal {
  const claims = { credential_type, change_type, ...more, ...common(record, person, why) };
  return { type: eventTypes.credentialChange, about: { person }, claims };
}

/**
 * CAEP 1.0 section 3.4. A proof at the level that was had already changes no level, but what tokens say of when the person
 * last gave one (section 3.2).
 */
function raised(record: RecordOf<"session.raised">, owner: Owner): Signal | undefined {
  const { at, body } = record;
  const { level, session } = body;
  const about = { person: owner.person, session };
  const said = common(record, owner.person, "The person gave another proof.");
  const known = levelBefore(owner, record);
  // A PIN lowers nothing (A2): what tokens say of the passkey before it stands.
  if (known !== undefined && known > level) return undefined;
  if (known === level) {
    const claims = { claims: { auth_time: Math.floor(at / 1000) }, ...said };
    return { type: eventTypes.tokenClaimsChange, about, claims };
  }
  const before =
    known === undefined ? {} : { previous_level: String(known), change_direction: "increase" };
  const claims = { namespace: "wardkey", current_level: String(level), ...before, ...said };
  return { type: eventTypes.assuranceLevelChange, about, claims };
}

/** How sure a session was before a proof, where that is known: of what the world says, what was there before it. */
function levelBefore({ level, surest }: Owner, { at }: LogRecord): number | undefined {
  return level ?? (surest !== undefined && surest.at < at ? surest.level : undefined);
}

/** CAEP 1.0 section 2; `reason_admin` is never empty (the interoperability profile, section 3). */
function common(
  { at, occurredAt, actor }: LogRecord,
  person: string | undefined,
  why: string,
): Signal["claims"] {
  const human = actor.id === person ? "user" : "admin";
  return {
    event_timestamp: Math.floor((occurredAt ?? at) / 1000),
    initiating_entity: actor.type === "person" ? human : "system",
    reason_admin: { en: why },
  };
}
