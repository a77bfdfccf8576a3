import type { Duration, Instant } from "../../ports/index.ts";
import type { Engagement, EngagementType, NewRecord, RoleAssignment } from "../../world/index.ts";
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
  /** A hash that spreads the ends of employees' engagements. */
  readonly seed: string;
}

/** Why something was not taken in, by column. */
export interface Refused {
  readonly column: string;
  readonly reason: string;
}

/** Records that follow from the end of an engagement, gathered from all parts of the system (L3). */
export type Endings = (world: Slate["world"], engagement: string) => readonly NewRecord[];

/** An engagement as the world and this command's records so far have it. */
export function engagementOf(slate: Slate, id: string): Engagement | undefined {
  let known = slate.world.engagements.get(id);
  for (const { kind, body } of slate.told()) {
    if (kind === "engagement.started" && body.engagement === id) {
      const { engagement, ...rest } = body;
      known = { id: engagement, ...rest };
    }
    if (kind === "engagement.extended" && body.engagement === id && known !== undefined) {
      known = { ...known, to: body.to };
    }
  }
  return known;
}

/** Brings an engagement to what a source says. Gives it as it is then; `historic` when it never was and is over. */
export function bringEngagement(
  slate: Slate,
  told: EngagementTold,
  endings: Endings = () => [],
): Engagement | Refused | "historic" {
  const known = engagementOf(slate, told.id);
  const { id, person, type, from, manager, sponsor } = told;
  if (known === undefined) {
    const to = endOf(told, slate.at);
    if (to <= slate.at) return "historic";
    const body = {
      engagement: id,
      from,
      ...(manager === undefined ? {} : { manager }),
      person,
      ...(sponsor === undefined ? {} : { sponsor }),
      to,
      type,
    };
    slate.record({ kind: "engagement.started", body });
    const { engagement, ...rest } = body;
    return { id: engagement, ...rest };
  }
  if (known.person !== person)
    return { column: "engagement", reason: "it is another person's engagement" };
  if (known.to <= slate.at) return ended(told, known);
  const to = nextEnd(told, known, slate.at);
  if (to <= slate.at) {
    slate.record(
      { kind: "engagement.ended", body: { engagement: id, reason: "hr" } },
      ...endings(slate.world, id),
    );
    return { ...known, to: slate.at };
  }
  const isOther =
    known.type !== type ||
    known.from !== from ||
    known.manager !== manager ||
    known.sponsor !== sponsor;
  if (isOther) {
    const body = {
      engagement: id,
      from,
      ...(manager === undefined ? {} : { manager }),
      person,
      ...(sponsor === undefined ? {} : { sponsor }),
      to,
      type,
    };
    slate.record({ kind: "engagement.started", body });
  } else if (to !== known.to) {
    slate.record({ kind: "engagement.extended", body: { engagement: id, to } });
  }
  return { ...known, to };
}

/** What was ended stays ended (L11): a file that says otherwise is not believed. */
function ended({ to }: EngagementTold, known: Engagement): Engagement | Refused {
  if (to !== undefined && to <= known.to) return known;
  const reason = "this engagement has ended; a new one needs a new number";
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
}

/** Brings a role to what a source says; `historic` when it never was and is over. */
export function bringRole(
  slate: Slate,
  engagement: Engagement,
  told: RoleTold,
): Refused | "done" | "historic" {
  if (!slate.world.wards.has(told.ward))
    return { column: "ward", reason: `ward ${told.ward} is not known here` };
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
  for (const { kind, body } of slate.told()) {
    if (kind === "role.assigned" && isIt(body)) {
      const { assignment, ...rest } = body;
      known = { id: assignment, person, ...rest };
    }
  }
  return known;
}
