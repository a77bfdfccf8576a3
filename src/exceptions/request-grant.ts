import {
  approversOf,
  type CoverWish,
  conflictOf,
  engagementFor,
  grantLongest,
  grantState,
  type Parties,
} from "../access/index.ts";
import type { Duration, Instant, SideWrite } from "../ports/index.ts";
import { isSameScope } from "../reviews/index.ts";
import type { Actor, Grant, NewRecord } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { partiesTo } from "./answer-grant.ts";
import { ruleFor } from "./approve-by-rule.ts";
import { ExceptionError } from "./errors.ts";
import { type KeptWords, keptWords } from "./grant-words.ts";
import type { Granting } from "./granting.ts";
import { requireNotHeld } from "./require-not-held.ts";
import { requireOnDuty } from "./require-on-duty.ts";
import { requireWorth } from "./require-worth.ts";
import { saidWord } from "./said-word.ts";
import { wardOfPatient } from "./ward-of-patient.ts";

/** What is asked for, for whom, by whom and why. */
export interface GrantWish extends Omit<CoverWish, "lasts" | "ward"> {
  /** The id it gets: drawn before, so that its words can be kept under it. */
  readonly grant: string;
  readonly person: string;
  /** The holder, somebody for them, or a workload. */
  readonly askedBy: Actor;
  /** Needed where no patient says it. */
  readonly ward?: string;
  /** Absent: as long as is usual. */
  readonly lasts?: Duration;
  /** Not before; absent: as soon as it is approved. */
  readonly from?: Instant;
  /** A code of grants.yaml. */
  readonly reason: string;
  /** Kept beside the log, which has their hash. */
  readonly words?: KeptWords;
  /** The person's own of the same scope that this goes on from. */
  readonly renews?: string;
}

/** What became of a request at once. */
export interface Requested {
  readonly grant: string;
  /** The rule that approved it (X6); absent: somebody has to answer. */
  readonly rule?: string;
  readonly records: readonly NewRecord[];
  /** Its words, in the transaction of its records (U3); none where the very same waits already. */
  readonly side: readonly SideWrite[];
}

/** A beginning that lies so little back is now: clocks differ, and typing takes time. */
const leeway: Duration = 60_000;
const shortest: Duration = 60_000;
/** More than anybody needs at once; it keeps a broken program from asking without end. */
const mostOpen = 20;

/**
 * The records of asking for access (X1): the request, and where a rule of grants.yaml holds its approval, which names the rule
 * (X6). Who asks for the same again while it waits gets the same request. Follows in one batch from the permit to ask.
 *
 * @throws ExceptionError `reason-unknown`, `not-grantable`, `grant-opens-nothing`, `grant-needs-shift`, `grant-needless`, `renews-another`, `not-eligible`, `time-refused`,
 * `too-many-requests`
 */
export function requestGrant(granting: Granting, wish: GrantWish): Requested {
  const { bundle, world, at } = granting;
  const { grants } = bundle;
  const { person, kind, askedBy, reason } = wish;
  if (!grants.reasons.has(reason)) {
    const known = [...grants.reasons.keys()].join(", ");
    throw new ExceptionError("reason-unknown", { typed: saidWord(reason), known });
  }
  const scope = scopeOf(granting, wish);
  requireWorth(granting, { ...scope, kind, person });
  requireRenewable(granting, wish, scope);
  const engagement = engagementFor(bundle, world, { person, kind }, at);
  if (engagement === undefined) {
    throw new ExceptionError("not-eligible");
  }
  const times = timesOf(granting, wish, scope.ward);
  requireOnDuty(granting, { ...wish, ...times }, scope.ward);
  const same = sameRequest(granting, wish, { ...scope, lasts: times.lasts });
  const asked = { ...scope, ...times, askedBy, engagement, kind, person };
  requireNotHeld(granting, { ...wish, ...times }, { ...scope, kind, person });
  // What a rule approves at once does not wait behind what somebody else has asked for (X6).
  if (same !== undefined && ruleFor(granting, asked) === undefined) {
    return { grant: same.id, records: [], side: [] };
  }
  const parties = { people: partiesTo({ askedBy, person }), patient: scope.patient };
  // What begins later waits for those who are asked first until it is as near as an answer may take.
  const due = Math.max(at, (times.from ?? at) - grants.answerWithin);
  const escalateAt = isAnswered(granting, scope.ward, parties) ? due + grants.escalateAfter : at;
  const { action, patient, role, ward } = scope;
  const body = {
    ...(action === undefined ? {} : { action }),
    answerBy: Math.max(at, times.from ?? at) + grants.answerWithin,
    engagement,
    escalateAt,
    ...(times.from === undefined ? {} : { from: times.from }),
    grant: wish.grant,
    kind,
    lasts: times.lasts,
    ...(patient === undefined ? {} : { patient }),
    person,
    reason,
    ...(wish.renews === undefined ? {} : { renews: wish.renews }),
    ...(role === undefined ? {} : { role }),
    ward,
    ...(wish.words === undefined ? {} : { words: wish.words.hash }),
  };
  const requested: NewRecord = { kind: "grant.requested", body, actor: askedBy };
  const side = wish.words === undefined ? [] : [keptWords(wish.grant, wish.words)];
  return { ...answered(granting, { ...body, askedBy }, escalateAt <= at, requested), side };
}

/** By a rule at once; else it waits, and where nobody near could answer, for those further off too. */
function answered(
  granting: Granting,
  body: Parameters<typeof ruleFor>[1] & { readonly grant: string },
  escalated: boolean,
  requested: NewRecord,
): Omit<Requested, "side"> {
  const { grant } = body;
  const rule = ruleFor(granting, body);
  if (rule === undefined) {
    const more: NewRecord = { kind: "grant.escalated", body: { grant }, actor: system };
    return { grant, records: escalated ? [requested, more] : [requested] };
  }
  const startBy = Math.max(granting.at, body.from ?? 0) + granting.bundle.grants.startWithin;
  const approved = { grant, rule: rule.id, startBy };
  return {
    grant,
    rule: rule.id,
    records: [requested, { kind: "grant.approved", body: approved, actor: system }],
  };
}

const system: Actor = { type: "system", id: "wardkey" };

/** What exactly it is for. A patient's ward is where they are now. */
function scopeOf(
  { bundle, world }: Granting,
  { kind, patient: asked, ward: named, action, role }: GrantWish,
): Omit<CoverWish, "lasts" | "kind"> {
  const rules = bundle.grants.kinds.get(kind);
  if (rules === undefined) throw new ExceptionError("not-grantable");
  const patient = asked === undefined ? undefined : survivorOf(world, asked);
  if (kind === "patient" && patient === undefined) throw new ExceptionError("not-grantable.nobody");
  const ward = patient === undefined ? named : wardOfPatient(world, patient);
  if (ward === undefined && patient !== undefined) {
    throw new ExceptionError("not-grantable.nowhere");
  }
  if (ward === undefined || world.wards.get(ward) === undefined) {
    throw new ExceptionError("not-grantable.ward");
  }
  switch (kind) {
    case "patient":
      return { ward, ...(patient === undefined ? {} : { patient }) };
    case "ward":
      return { ward };
    case "task":
      if (action === undefined || !rules.of.has(action)) {
        throw new ExceptionError("not-grantable.task", { known: [...rules.of].join(", ") });
      }
      return { ward, action, ...(patient === undefined ? {} : { patient }) };
    case "role":
      if (role === undefined || !rules.of.has(role)) {
        throw new ExceptionError("not-grantable.role", { known: [...rules.of].join(", ") });
      }
      return { ward, role };
  }
}

/** What it goes on from is the person's own of the same scope: as more time for another's it would be counted as no access (X7). */
function requireRenewable(
  { world }: Granting,
  { person, kind, renews }: GrantWish,
  scope: Omit<CoverWish, "lasts" | "kind">,
): void {
  if (renews === undefined) return;
  const known = world.grants.get(renews) ?? world.endedGrants.get(renews);
  if (known?.person === person && isSameScope(world, known, { ...scope, kind, person })) return;
  throw new ExceptionError("renews-another");
}

/** As long as it may last there, and from when. */
function timesOf(
  { bundle, world, at }: Granting,
  { kind, lasts: asked, from }: GrantWish,
  ward: string,
): { readonly lasts: Duration; readonly from?: Instant } {
  const { kinds, ahead } = bundle.grants;
  const longest = grantLongest(bundle, world, ward);
  const lasts = asked ?? Math.min(kinds.get(kind)?.usual ?? 0, longest);
  if (!(lasts >= shortest)) {
    throw new ExceptionError("time-refused.short");
  }
  if (lasts > longest) {
    throw new ExceptionError("time-refused.long", { longest: sayLength(longest) });
  }
  if (!Number.isSafeInteger(lasts)) {
    throw new ExceptionError("time-refused.minutes");
  }
  if (from === undefined) return { lasts };
  if (!(from >= at - leeway)) {
    throw new ExceptionError("time-refused.past");
  }
  if (from > at + ahead) {
    throw new ExceptionError("time-refused.ahead", { ahead: sayLength(ahead) });
  }
  if (!Number.isSafeInteger(from)) {
    throw new ExceptionError("time-refused.instant");
  }
  return from <= at ? { lasts } : { lasts, from };
}

function sayLength(length: Duration): string {
  const hours = length / 3_600_000;
  if (hours >= 48 && hours % 24 === 0) return `${hours / 24} d`;
  return Number.isInteger(hours) ? `${hours} h` : `${Math.round(length / 60_000)} min`;
}

/** The very same, if it still waits: touched twice, it is one request. */
function sameRequest(
  { world, at }: Granting,
  { person, kind, from, reason, renews, words }: GrantWish,
  { action, lasts, patient, role, ward }: Omit<CoverWish, "kind">,
): Grant | undefined {
  const open = world.grantsByPerson
    .get(person)
    .flatMap((id) => world.grants.get(id) ?? [])
    .filter((grant) => ["pending", "approved", "active"].includes(grantState(grant, at)));
  if (open.length >= mostOpen) {
    throw new ExceptionError("too-many-requests", { most: String(mostOpen) });
  }
  return open.find(
    (grant) =>
      grant.state === "pending" &&
      grant.kind === kind &&
      grant.ward === ward &&
      grant.patient === patient &&
      grant.action === action &&
      grant.role === role &&
      grant.from === from &&
      grant.lasts === lasts &&
      grant.reason === reason &&
      // Their hash is salted anew each time: whether there are any is all that can be compared.
      (grant.words === undefined) === (words === undefined) &&
      grant.renews === renews,
  );
}

/** Whether somebody who is asked first could answer it: neither a party to it nor under one (X2, X19). */
function isAnswered({ bundle, world, at }: Granting, ward: string, parties: Parties): boolean {
  for (const person of approversOf(bundle, world, ward, at, "first")) {
    if (conflictOf(bundle, world, person, parties, at) === undefined) return true;
  }
  return false;
}
