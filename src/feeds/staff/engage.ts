import { Temporal } from "temporal-polyfill";
import { endingOf, endingRecords, movedWith, successorOf } from "../../lifecycle/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import {
  type Endings,
  type Engagement,
  type EngagementType,
  isRunning,
  type RoleAssignment,
} from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";

const day: Duration = 24 * 60 * 60 * 1000;
/** L2: an employee's engagement ends twelve months after HR last asserted it, spread by thirty days either way. */
const asserted: Duration = 365 * day;
const spread = 30;
/** An assertion that would move an end by less than this changes nothing: importing twice changes nothing. */
const noticeable: Duration = 7 * day;
/** L2: the longest role assignment. */
const longestRole: Duration = 366 * day;

/** What a source says of an engagement. */
export interface EngagementTold {
  readonly id: string;
  readonly person: string;
  readonly type: EngagementType;
  readonly from: Instant;
  readonly to?: Instant;
  readonly sponsor?: string;
  /** Whom they report to (X19). */
  readonly manager?: string;
  /** The agency that sent them, by id; absent: nothing is said of one. */
  readonly agency?: string;
  /** A hash that spreads the ends of employees' engagements. */
  readonly seed: string;
}

/** Why something was not taken in, by column. */
export interface Refused {
  readonly column: string;
  readonly reason: string;
}

/** An engagement as the world and this command's records so far have it. */
export function engagementOf(slate: Slate, id: string): Engagement | undefined {
  let known = slate.world.engagements.get(id);
  for (const { kind, body } of slate.toldAbout(id)) {
    if (kind === "engagement.started" && body.engagement === id) {
      const { engagement, ...rest } = body;
      known = { id: engagement, state: "active", ...rest };
    }
    if (known === undefined) continue;
    if (kind === "engagement.extended") known = { ...known, to: body.to };
    if (kind === "engagement.ended") known = { ...known, state: "ended", to: slate.at };
  }
  return known;
}

/** The id of the engagement that a source means by its number. */
export type Numbered =
  | { readonly type: "known"; readonly id: string }
  /** There was none; or the number's was over when this one began: somebody who was here is hired again. */
  | { readonly type: "new" };

/**
 * Which engagement a source means by a number that leads to `id`. What was given back under another id (L11) is that; one that
 * begins when the number's had ended is another one, and its person a rehire.
 */
export function engagementMeant(slate: Slate, id: unknown, from: Instant): Numbered {
  const known = typeof id === "string" ? engagementOf(slate, id) : undefined;
  if (known === undefined) return typeof id === "string" ? { type: "known", id } : { type: "new" };
  const meant = known.state === "ended" ? successorOf(slate.world, known) : known;
  const isOver = meant.state === "ended" || meant.to <= slate.at;
  return isOver && from >= meant.to ? { type: "new" } : { type: "known", id: meant.id };
}

/** Brings an engagement to what a source says. Gives it as it is then; `historic` when it never was and is over. */
export function bringEngagement(
  slate: Slate,
  told: EngagementTold,
  endings: Endings = () => [],
): Engagement | Refused | "historic" {
  const known = engagementOf(slate, told.id);
  const agency = told.agency ?? known?.agency;
  const { id, person, type, from, manager, sponsor } = told;
  const terms = (to: Instant) => ({
    ...(agency === undefined ? {} : { agency }),
    engagement: id,
    from,
    ...(manager === undefined ? {} : { manager }),
    person,
    ...(sponsor === undefined ? {} : { sponsor }),
    to,
    type,
  });
  if (known === undefined) {
    const to = endOf(told, slate.at);
    if (to <= slate.at) return "historic";
    slate.record({ kind: "engagement.started", body: terms(to) });
    const { engagement, ...rest } = terms(to);
    return { id: engagement, state: "active", ...rest };
  }
  if (known.person !== person)
    return { column: "engagement", reason: "it is another person's engagement" };
  if (known.state === "ended" || known.to <= slate.at) return ended(told, known);
  const to = nextEnd(told, known, slate.at);
  if (to <= slate.at) return end(slate, known, endings);
  const isOther =
    known.agency !== agency ||
    known.type !== type ||
    known.from !== from ||
    known.manager !== manager ||
    known.sponsor !== sponsor;
  if (isOther) slate.record({ kind: "engagement.started", body: terms(to) });
  else if (to !== known.to) {
    slate.record({ kind: "engagement.extended", body: { engagement: id, to } });
  }
  moveWith(slate, known, to);
  return { ...known, to };
}

/** What lasts as long as the engagement still does, and nothing outlasts it (L2); roles that were just brought included. */
export function moveWith(slate: Slate, known: Engagement, to: Instant): void {
  if (to === known.to) return;
  const given = [...slate.toldAbout(known.id)];
  slate.record(...movedWith(slate, known, to));
  for (const { kind, body } of given) {
    if (kind === "role.assigned" && body.to > to) slate.record({ kind, body: { ...body, to } });
  }
}

/** HR says that it is over: with it ends what hangs on it, and on nothing else of the person (L3). */
function end(slate: Slate, known: Engagement, endings: Endings): Engagement {
  const gone = (id: string) => engagementOf(slate, id)?.state === "ended";
  const begun = [...slate.toldAbout(known.person)]
    .flatMap(({ kind, body }) => (kind === "engagement.started" ? [body.engagement] : []))
    .filter((id) => id !== known.id && isRunning(engagementOf(slate, id), slate.at));
  const ending = endingOf(slate, known, { begun, gone, what: "all" });
  slate.record(...endingRecords(endings, ending, "hr"));
  return { ...known, state: "ended", to: slate.at };
}

/** What was ended stays ended (L11): a file that says otherwise is not believed. */
function ended({ to }: EngagementTold, known: Engagement): Engagement | Refused {
  if (to !== undefined && to <= known.to) return known;
  const reason =
    "this engagement has ended, and what has ended stays ended; hired again, it needs a later beginning or a new number";
  return { column: "engagement", reason };
}

function endOf({ type, to, seed }: EngagementTold, at: Instant): Instant {
  if (type !== "employee") return to ?? at;
  const sum = [...seed].reduce((total, sign) => (total * 31 + sign.charCodeAt(0)) % 1_000_003, 0);
  const days = (sum % (2 * spread + 1)) - spread;
  return Math.min(to ?? Number.POSITIVE_INFINITY, at + asserted + days * day);
}

function nextEnd(told: EngagementTold, known: Engagement, at: Instant): Instant {
  const end = endOf(told, at);
  if (end === told.to) return end;
  return Math.abs(end - known.to) < noticeable ? known.to : end;
}

/** What a source says of a role. */
export interface RoleTold {
  readonly name: string;
  readonly ward: string;
  readonly from?: Instant;
  readonly to?: Instant;
  /** A person has said that it is meant. */
  readonly meant?: boolean;
}

/**
 * Why a source alone does not give this role (L8): a review ended it, and what the source says was so before already. A later
 * beginning is said anew.
 */
export function endedByReview(
  slate: Slate,
  { from: begun, id }: Pick<Engagement, "from" | "id">,
  { from = begun, meant = false, name, to, ward }: RoleTold,
): Refused | undefined {
  if (meant || (to !== undefined && to <= slate.at)) return undefined;
  const ended = slate.world.engagements
    .get(id)
    ?.endedByReview?.find((one) => one.role === name && one.ward === ward);
  if (ended === undefined || from > ended.at) return undefined;
  const when = Temporal.Instant.fromEpochMilliseconds(ended.at)
    .toString({ smallestUnit: "minute" })
    .replace("T", " ")
    .replace("Z", " UTC");
  return {
    column: "role",
    reason: `a review ended the role ${name} in ${ward} at ${when}, and a file or client that still lists it does not give it again. Whoever may move people gives it anew on page People, or HR gives it a later beginning; if it is not needed, take it out of the file`,
  };
}

/** Brings a role to what a source says; `historic` when it never was and is over. */
export function bringRole(
  slate: Slate,
  engagement: Engagement,
  told: RoleTold,
): Refused | "done" | "historic" {
  if (!slate.world.wards.has(told.ward))
    return { column: "ward", reason: `ward ${told.ward} is not known here` };
  const refused = endedByReview(slate, engagement, told);
  if (refused !== undefined) return refused;
  const latest = slate.at + longestRole;
  if (told.to !== undefined && told.to > latest) {
    return {
      column: "role_to",
      reason: "a role lasts twelve months at most, and then it is reviewed",
    };
  }
  const known = roleOf(slate, engagement, told);
  const from = told.from ?? engagement.from;
  const open = Math.min(engagement.to, latest);
  const isSame =
    known !== undefined && told.to === undefined && Math.abs(open - known.to) < noticeable;
  const to = isSame ? known.to : (told.to ?? open);
  if (to <= from) return { column: "role_to", reason: "it is not after role_from" };
  if (to <= slate.at) {
    if (known === undefined) return "historic";
    slate.record({ kind: "role.ended", body: { assignment: known.id } });
    return "done";
  }
  if (known?.from === from && known.to === to) return "done";
  const assignment = known?.id ?? slate.id("rol");
  const body = {
    assignment,
    engagement: engagement.id,
    from,
    role: told.name,
    to,
    ward: told.ward,
  };
  slate.record({ kind: "role.assigned", body });
  return "done";
}

/** The same role in the same ward at an overlapping time is the same assignment; at another time it is another one. */
function roleOf(slate: Slate, engagement: Engagement, told: RoleTold): RoleAssignment | undefined {
  const { person } = engagement;
  const from = told.from ?? engagement.from;
  const to = told.to ?? engagement.to;
  const isIt = (role: Omit<RoleAssignment, "id" | "person">) =>
    role.engagement === engagement.id &&
    role.role === told.name &&
    role.ward === told.ward &&
    role.from < to &&
    from < role.to;
  let known = slate.world.rolesByPerson
    .get(person)
    .flatMap((id) => slate.world.roles.get(id) ?? [])
    .find(isIt);
  for (const { kind, body } of slate.toldAbout(engagement.id)) {
    if (kind === "role.assigned" && isIt(body)) {
      const { assignment, ...rest } = body;
      known = { id: assignment, person, ...rest };
    }
  }
  return known;
}
