import type { AccessReviewRules, Bundle } from "../access/index.ts";
import type {
  Campaign,
  CampaignPart,
  Handling,
  NewRecord,
  ReviewedAccess,
  World,
} from "../world/index.ts";
import { mayJudge, reviewersIn, successorsOf } from "./access-reviewers.ts";
import { accessEnded, partsOf } from "./decide-access.ts";
import { isAsListed } from "./list-access.ts";

/** So much ends by silence in one tick. */
const mostAtOnce = 200;

/**
 * The records, for the ticker, that remind of an access review before it is due, and that then end what nobody confirmed (L8): but a
 * clinical role that its holder is rostered in before long, and one that the policy marks as critical, escalates instead, and stays
 * until somebody decides or its own end comes; so does what nobody could have decided on. A review is closed once everything is decided.
 */
export function chaseCampaigns(
  bundle: Bundle | undefined,
  handling: Pick<Handling, "at" | "id" | "world">,
): readonly NewRecord[] {
  const rules = bundle?.reviews?.access;
  // Without a policy nobody knows what is critical: nothing ends by silence until there is one again.
  if (bundle === undefined || rules === undefined) return [];
  const open = [...handling.world.campaigns.values()].filter(
    ({ closedAt }) => closedAt === undefined,
  );
  if (open.length === 0) return [];
  const successors = successorsOf({ ...handling, bundle });
  const chasing: Chasing = { ...handling, bundle, rules, successors, left: mostAtOnce };
  return open.flatMap((campaign) => chase(chasing, campaign));
}

interface Chasing extends Pick<Handling, "at" | "id" | "world"> {
  readonly bundle: Bundle;
  readonly rules: AccessReviewRules;
  /** Who takes over. */
  readonly successors: readonly string[];
  /** So many more may end in this tick. */
  left: number;
}

function chase(chasing: Chasing, campaign: Campaign): readonly NewRecord[] {
  const { at, world } = chasing;
  const { due, id, over, remindAt, reminded } = campaign;
  const open = partsOf(world, campaign)
    .map((part) => ({ part, items: undecided(part) }))
    .filter(({ items }) => items.length > 0);
  const body = { campaign: id };
  if (open.length === 0) return [{ kind: "campaign.closed", body }];
  if (at < due) {
    const isSoon = reminded === undefined && remindAt <= at;
    return isSoon ? [{ kind: "campaign.reminded", body }] : [];
  }
  const records: NewRecord[] = [];
  let waiting = 0;
  for (const { part, items } of open) {
    const some = items.slice(0, Math.max(0, chasing.left));
    records.push(...settle(chasing, part, some));
    waiting += items.length - some.length;
  }
  if (over === undefined && waiting === 0) records.push({ kind: "campaign.over", body });
  return records;
}

/** What becomes of those that nobody has answered. */
function settle(
  chasing: Chasing,
  whole: CampaignPart,
  items: readonly ReviewedAccess[],
): readonly NewRecord[] {
  const { at, world } = chasing;
  const { id: part } = whole;
  const records: NewRecord[] = [];
  const of = (which: readonly ReviewedAccess[]) => ({
    assignments: which.map(({ assignment }) => assignment),
    part,
  });
  const gone = items.filter((item) => !isAsListed(world, item, at));
  if (gone.length > 0) records.push({ kind: "campaign.settled", body: of(gone) });
  // What has escalated waits for somebody.
  const due = items.filter((item) => item.escalated === undefined && isAsListed(world, item, at));
  // Silence says something only where somebody could have decided: neither its holder, nor one who reports to them.
  const speakers = [...reviewersIn(chasing, whole), ...chasing.successors];
  const couldSpeak = (item: ReviewedAccess) =>
    speakers.some((person) => mayJudge(chasing, person, item));
  const kept = due.filter((item) => staysOpen(chasing, item) || !couldSpeak(item));
  if (kept.length > 0) records.push({ kind: "campaign.escalated", body: of(kept) });
  const ended = due.filter((item) => !kept.includes(item));
  if (ended.length > 0) records.push(...accessEnded(chasing, { ...of(ended), how: "silence" }));
  chasing.left -= ended.length + kept.length + gone.length;
  return records;
}

/** Whether it never ends by silence: it is marked as critical, or clinical and rostered before long (L8). */
function staysOpen(
  { at, bundle, rules, world }: Pick<Chasing, "at" | "bundle" | "rules" | "world">,
  item: Pick<ReviewedAccess, "engagement" | "person" | "role" | "ward">,
): boolean {
  const role = bundle.roles.get(item.role);
  if (role?.critical === true) return true;
  return role?.clinical === true && isRostered(world, item, at, at + rules.rosteredWithin);
}

/**
 * A shift counts for the role in its ward, and where the engagement gives the role in another ward only, for that: somebody who is
 * rostered elsewhere works by it. Being on call counts for the role wherever it is.
 */
function isRostered(
  world: World,
  {
    engagement,
    person,
    role,
    ward,
  }: Pick<ReviewedAccess, "engagement" | "person" | "role" | "ward">,
  from: number,
  to: number,
): boolean {
  const isTheirs = (duty: { readonly engagement: string; readonly role: string }) =>
    duty.engagement === engagement && duty.role === role;
  const isSoon = (duty: { readonly from: number; readonly to: number }) =>
    duty.from < to && from < duty.to;
  const has = (of: string) =>
    world.rolesByPerson.get(person).some((id) => {
      const other = world.roles.get(id);
      return other !== undefined && isTheirs(other) && isSoon(other) && isIn(world, other.ward, of);
    });
  const shifts = world.shiftsByPerson.get(person).flatMap((id) => world.shifts.get(id) ?? []);
  const onShift = shifts.some(
    (shift) =>
      isTheirs(shift) && isSoon(shift) && (isIn(world, ward, shift.ward) || !has(shift.ward)),
  );
  const onCalls = world.onCallsByPerson.get(person).flatMap((id) => world.onCalls.get(id) ?? []);
  return onShift || onCalls.some((onCall) => isTheirs(onCall) && isSoon(onCall));
}

/** A role in a service is one in its wards too. */
function isIn(world: World, of: string, ward: string): boolean {
  return of === ward || world.wards.get(ward)?.service === of;
}

const known = new WeakMap<CampaignPart, readonly ReviewedAccess[]>();

/** Those of a part that nobody has decided on; looked for once of each state that it has. */
export function undecided(part: CampaignPart): readonly ReviewedAccess[] {
  const before = known.get(part);
  if (before !== undefined) return before;
  const items = part.items.filter(({ decision }) => decision === undefined);
  known.set(part, items);
  return items;
}
