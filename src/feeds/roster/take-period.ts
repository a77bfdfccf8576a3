import type { Duration, SideKey } from "../../ports/index.ts";
import type { Engagement, LeftRole } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import { isRole, type KnownRoles, noRole } from "../shared/role-code.ts";
import type { Item, Verdict } from "../shared/take-in.ts";
import type { Rostered } from "./rostered.ts";

const hour: Duration = 60 * 60 * 1000;
const day: Duration = 24 * hour;

/** A period that ended longer ago than this is history. */
const kept: Duration = day;
/** Longer than this, or further ahead, is a slip of the pen. */
const longest: Readonly<Record<Rostered["type"], Duration>> = {
  shift: 24 * hour,
  "on-call": 14 * day,
};
const furthest: Duration = 400 * day;

/** The key in the table `identifiers` under which a period's id is found. */
export function periodKey(feed: string, { type, key }: Pick<Rostered, "type" | "key">): string {
  return `${type}|${feed}|${key}`;
}

/** Takes in one period: a shift or an on-call period, new, changed, cancelled or as it was. */
export function toItem(feed: string, period: Rostered, roles: KnownRoles): Item {
  const keys = [periodKey(feed, period), `staff|${period.staff}`];
  if (period.engagement !== undefined) keys.push(`engagement|${period.engagement}`);
  return {
    line: period.line,
    keys: keys.map((key): SideKey => ({ table: "identifiers", key })),
    handle: (slate) => take(slate, feed, period, roles),
  };
}

function take(slate: Slate, feed: string, period: Rostered, roles: KnownRoles): Verdict {
  const { type, from } = period;
  let { to } = period;
  const refuse = (column: string, reason: string) => ({
    column: period.columns?.[column] ?? column,
    reason,
  });
  if (to <= from) return refuse("to", "it is not after the beginning");
  if (to - from > longest[type]) return refuse("to", `it lasts longer than a ${type} can`);
  if (to + kept <= slate.at) return "historic";
  if (from > slate.at + furthest) return refuse("from", "it lies more than 400 days ahead");
  const key = periodKey(feed, period);
  const id = slate.read("identifiers", key);
  const known = typeof id === "string" ? knownPeriod(slate, type, id) : undefined;
  if (period.isCancelled) {
    if (known === undefined || typeof id !== "string") return "unchanged";
    cancel(slate, type, id);
    return "applied";
  }
  if (!slate.world.wards.has(period.ward))
    return refuse("ward", `ward ${period.ward} is not known here`);
  if (period.site !== undefined && !slate.world.sites.has(period.site)) {
    return refuse("site", `site ${period.site} is not known here`);
  }
  if (period.role !== undefined && !isRole(roles, period.role))
    return refuse("role", noRole(roles, period.role));
  const person = slate.read("identifiers", `staff|${period.staff}`);
  if (typeof person !== "string")
    return refuse("staff_number", `staff number ${period.staff} is not known here`);
  const engagement = engagementFor(slate, person, period);
  if (engagement === undefined)
    return refuse("staff_number", "this person has no engagement at that time");
  const role = period.role ?? onlyRole(slate, engagement, period);
  if (role === undefined)
    return refuse("role", "it is missing, and the person has not just one role there");
  const gone = movedAwayFrom(slate, engagement, id, { ...period, role });
  if (gone !== undefined && gone <= from) {
    return refuse(
      "ward",
      "they have moved to another ward, and this is in the one that they left: they need the role there again",
    );
  }
  to = Math.min(to, gone ?? to);
  const body = { engagement: engagement.id, from, role, to, feed };
  const site = type === "shift" ? undefined : period.site;
  if (known !== undefined && isSame(known, { ...body, place: period.ward, site }))
    return "unchanged";
  const own = typeof id === "string" ? id : slate.id(type === "shift" ? "shf" : "onc");
  if (own !== id) slate.write("identifiers", key, own);
  if (type === "shift") {
    slate.record({ kind: "shift.rostered", body: { ...body, shift: own, ward: period.ward } });
  } else {
    const where = site === undefined ? {} : { site };
    slate.record({
      kind: "on-call.rostered",
      body: { ...body, ...where, onCall: own, service: period.ward },
    });
  }
  return "applied";
}

/**
 * Since when nothing is open to somebody by this period, because a move took it out of the roster, or ended the role in that ward
 * (L4): a roster that does not know of the move puts nothing back, under whatever id. In another ward, or where they hold the role
 * there again, it counts anew.
 */
function movedAwayFrom(
  slate: Slate,
  { id: engagement, left = [], person, unrostered = [] }: Engagement,
  id: unknown,
  { from, role, ward }: Pick<Rostered, "from" | "ward"> & { readonly role: string },
): number | undefined {
  const isThere = (one: LeftRole) => one.ward === ward && one.role === role;
  const taken = unrostered.findLast((one) => one.id === id);
  const place = left.find(isThere);
  const gone =
    place === undefined ? taken : { ...place, until: place.dutyUntil, leftAt: place.until };
  if (gone === undefined || !isThere(gone)) return undefined;
  const holdsAgain = slate.world.rolesByPerson.get(person).some((each) => {
    const held = slate.world.roles.get(each);
    return (
      held?.engagement === engagement &&
      held.role === role &&
      held.ward === ward &&
      Math.max(from, gone.leftAt) < held.to
    );
  });
  return holdsAgain ? undefined : gone.until;
}

/** A shift or on-call period as it stands. */
interface Known {
  readonly engagement: string;
  readonly role: string;
  readonly place: string;
  readonly site: string | undefined;
  readonly from: number;
  readonly to: number;
}

function knownPeriod({ world }: Slate, type: Rostered["type"], id: string): Known | undefined {
  if (type === "shift") {
    const shift = world.shifts.get(id);
    return shift && { ...shift, place: shift.ward, site: undefined };
  }
  const onCall = world.onCalls.get(id);
  return onCall && { ...onCall, place: onCall.service, site: onCall.site };
}

function isSame(a: Known, b: Known): boolean {
  const parts = ["engagement", "role", "place", "site", "from", "to"] as const;
  return parts.every((part) => a[part] === b[part]);
}

/** Records that a period is off. */
export function cancel(slate: Slate, type: Rostered["type"], id: string): void {
  if (type === "shift") slate.record({ kind: "shift.cancelled", body: { shift: id } });
  else slate.record({ kind: "on-call.cancelled", body: { onCall: id } });
}

/** The engagement named, else one that has a role there, else the latest that holds when the period begins. */
function engagementFor(slate: Slate, person: string, period: Rostered): Engagement | undefined {
  const { world } = slate;
  const holding = world.engagementsByPerson
    .get(person)
    .flatMap((id) => world.engagements.get(id) ?? [])
    .filter(({ from, to }) => from <= period.from && period.from < to)
    .sort((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1));
  if (period.engagement !== undefined) {
    const id = slate.read("identifiers", `engagement|${period.engagement}`);
    return holding.find((engagement) => engagement.id === id);
  }
  const wanted = holding.find((engagement) =>
    rolesOf(slate, engagement, period).some(
      (role) => period.role === undefined || role === period.role,
    ),
  );
  return wanted ?? holding[0];
}

function rolesOf(
  { world }: Slate,
  { id, person }: Engagement,
  { ward, from }: Rostered,
): readonly string[] {
  const roles = world.rolesByPerson.get(person).flatMap((role) => world.roles.get(role) ?? []);
  const there = roles.filter(
    (role) => role.engagement === id && role.ward === ward && role.from <= from && from < role.to,
  );
  return [...new Set(there.map(({ role }) => role))];
}

function onlyRole(slate: Slate, engagement: Engagement, period: Rostered): string | undefined {
  const roles = rolesOf(slate, engagement, period);
  return roles.length === 1 ? roles[0] : undefined;
}
