import type { Appliers } from "./apply.ts";
import { noteException } from "./exceptions.ts";
import type { Actor } from "./records.ts";
import type { Curtailed } from "./standing-access.ts";
import type { Draft } from "./world.ts";

/** What access is asked for: one patient, the patients of a ward, one action, or a role in a ward. */
export type GrantKind = "patient" | "ward" | "task" | "role";

/** How far a request has come. The last five are ends. */
export type GrantState =
  | "pending"
  | "approved"
  | "active"
  | "returned"
  | "expired"
  | "denied"
  | "lapsed"
  | "revoked";

/** Why what was approved was taken back: by one who may approve, or its holder is not engaged any more. */
export type RevokedBecause = "approver" | "not-engaged";

/** Access that somebody asked for, for a time (X1 to X6). */
export interface Grant extends Curtailed {
  readonly id: string;
  /** Who is to have it. */
  readonly person: string;
  /** It is live only while this is (L1). */
  readonly engagement: string;
  readonly kind: GrantKind;
  /** Where it is, and where those are who answer: also of a patient or task. */
  readonly ward: string;
  /** Of `patient`, and of a `task` that is for one patient only. */
  readonly patient?: string;
  /** Of a `task`. */
  readonly action?: string;
  /** Of a `role`. */
  readonly role?: string;
  /** A code of grants.yaml. */
  readonly reason: string;
  /** How long it lasts from its activation on (X1). */
  readonly lasts: number;
  /** It is not activated before. */
  readonly from?: number;
  /** The hash of the words that were given besides, which are in the table `texts`. */
  readonly words?: string;
  /** The grant that this one goes on from. */
  readonly renews?: string;
  readonly askedAt: number;
  readonly askedBy: Actor;
  /** From here on more people are asked. */
  readonly escalateAt: number;
  /** That they are has been recorded. */
  readonly escalated?: true;
  /** Nobody has answered by then: it lapses. */
  readonly answerBy: number;
  readonly state: GrantState;
  /** Who approved or denied it; the system where a rule did (X6). */
  readonly answeredBy?: Actor;
  readonly answeredAt?: number;
  /** The rule of grants.yaml that approved it. */
  readonly rule?: string;
  /** Once approved: it lapses unless it is activated by then. */
  readonly startBy?: number;
  readonly activatedAt?: number;
  readonly until?: number;
  /** When the first recorded decision rested on it; absent: none has. */
  readonly usedAt?: number;
  readonly endedAt?: number;
}

/** The bodies of records about grants. */
export interface GrantBodies {
  /** Its actor is who asks: the holder, somebody for them, or a workload. */
  readonly "grant.requested": {
    readonly action?: string;
    readonly answerBy: number;
    readonly engagement: string;
    readonly escalateAt: number;
    readonly from?: number;
    readonly grant: string;
    readonly kind: GrantKind;
    readonly lasts: number;
    readonly patient?: string;
    readonly person: string;
    readonly reason: string;
    readonly renews?: string;
    readonly role?: string;
    readonly ward: string;
    readonly words?: string;
  };
  /** Nobody has answered yet: more people are asked. */
  readonly "grant.escalated": { readonly grant: string };
  readonly "grant.approved": {
    readonly grant: string;
    readonly rule?: string;
    readonly startBy: number;
  };
  readonly "grant.denied": { readonly grant: string };
  /** The clock starts (X1). */
  readonly "grant.activated": { readonly grant: string; readonly until: number };
  /** The first permit that rests on it is in the same batch. */
  readonly "grant.used": { readonly grant: string };
  readonly "grant.returned": { readonly grant: string };
  readonly "grant.expired": { readonly grant: string };
  /** Nobody answered it, or nobody began it, in time. */
  readonly "grant.lapsed": { readonly grant: string };
  readonly "grant.revoked": { readonly grant: string; readonly reason: RevokedBecause };
  /** It ended thirty days ago: from here on it is only in the log (X5). */
  readonly "grant.settled": { readonly grant: string };
}

/** The fold of records about grants. */
export const grantAppliers: Appliers<keyof GrantBodies> = {
  "grant.requested": (draft, { at, actor, body }) => {
    const { grant: id, ...rest } = body;
    draft.grants.set(id, { id, askedAt: at, askedBy: actor, state: "pending", ...rest });
    draft.grantsByPerson.add(body.person, id);
  },
  "grant.escalated": (draft, { body }) => change(draft, body.grant, { escalated: true }),
  "grant.approved": (draft, { at, actor, body }) => {
    const { grant, ...rest } = body;
    change(draft, grant, { state: "approved", answeredAt: at, answeredBy: actor, ...rest });
  },
  "grant.denied": (draft, { at, actor, body }) => {
    change(draft, body.grant, { answeredAt: at, answeredBy: actor });
    end(draft, body.grant, "denied", at);
  },
  "grant.activated": (draft, { at, body }) => {
    change(draft, body.grant, { state: "active", activatedAt: at, until: body.until });
    noteGrant(draft, draft.grants.get(body.grant), at);
  },
  "grant.used": (draft, { at, body }) => change(draft, body.grant, { usedAt: at }),
  "grant.returned": (draft, { at, body }) => {
    // What was given back without having opened anything was not needed: it asks for no change (X20).
    const isUnused = draft.grants.get(body.grant)?.usedAt === undefined;
    if (isUnused) draft.pastExceptions.delete(body.grant);
    end(draft, body.grant, "returned", at);
  },
  "grant.expired": (draft, { at, body }) => end(draft, body.grant, "expired", at),
  "grant.lapsed": (draft, { at, body }) => end(draft, body.grant, "lapsed", at),
  "grant.revoked": (draft, { at, body }) => end(draft, body.grant, "revoked", at),
  "grant.settled": (draft, { body }) => {
    draft.endedGrants.delete(body.grant);
  },
};

/** Access to patients that the rules did not give is an exception like broken glass (X20); more time for it is no other one. */
function noteGrant(draft: Draft, grant: Grant | undefined, at: number): void {
  if (grant === undefined || grant.renews !== undefined) return;
  if (grant.kind !== "patient" && grant.kind !== "ward") return;
  const { id, patient, person, reason, ward } = grant;
  const whose = patient === undefined ? {} : { patient };
  noteException(draft, { id, person, ...whose, reason, at, ward });
}

function change(draft: Draft, id: string, changes: Partial<Grant>): void {
  const grant = draft.grants.get(id);
  if (grant !== undefined) draft.grants.set(id, { ...grant, ...changes });
}

/** It leaves what decisions look at, and stays visible among those that have ended (X5). */
function end(draft: Draft, id: string, state: GrantState, at: number): void {
  const grant = draft.grants.get(id);
  if (grant === undefined) return;
  draft.grants.delete(id);
  draft.grantsByPerson.remove(grant.person, id);
  draft.endedGrants.set(id, { ...grant, state, endedAt: at });
}
