import { approversOf, type Bundle, dutyOf } from "../access/index.ts";
import type { Duration, Instant, SideKey } from "../ports/index.ts";
import {
  type Endings,
  type Engagement,
  type Handling,
  isByHandover,
  isRunning,
  type NewRecord,
  type Register,
  type Registration,
  type RegistrationLost,
  type TakeOver,
  type World,
} from "../world/index.ts";
import { endingOf, followingFrom } from "./ending-records.ts";

const day: Duration = 24 * 3_600_000;
/** No shift that is running puts it off for longer: a period on call may last a week. */
const longestPutOff: Duration = day;
/** A register that nobody has asked for so long is one that nobody asks any more: then the date that is on record counts. */
const stillAsked: Duration = 7 * day;
/** L7: more of a register's than these within a day are not believed. */
const percent = 2;

/** What a lapse is recorded with. */
export interface LapseDeps {
  readonly bundle: Bundle;
  readonly endings: Endings;
}

/** Where the number of a registration stands beside the log. */
export function registrationKey(registration: string): SideKey {
  return { table: "names", key: `registration|${registration}` };
}

/** How many of a register's registrations would lapse, and of how many. */
export interface Lapses {
  readonly type: "go" | "stop";
  readonly register: string;
  /** Those of the day before included. */
  readonly lapses: number;
  readonly live: number;
}

/** Whether a register is asked, so that what it says counts and not a date that is on record. */
export function isAsked({ answeredAt = 0, failedAt = 0 }: Register, at: Instant): boolean {
  return at - Math.max(answeredAt, failedAt) < stillAsked;
}

/**
 * Whether a registration is over by its date. Of a register that is asked it is once the register has answered since and said nothing
 * else: one that does not answer suspends nobody (L7).
 */
export function isOverByDate(
  world: World,
  { lapsed, register, until }: Registration,
  at: Instant,
): boolean {
  if (lapsed !== undefined || at < until) return false;
  const known = world.registers.get(register);
  return known === undefined || !isAsked(known, at) || (known.answeredAt ?? 0) >= until;
}

/** Whether so many lapses at once are believed (L7): one is never too many, however few are registered. */
export function believed(world: World, register: string, asked: number, at: Instant): Lapses {
  let before = 0;
  let live = 0;
  for (const { lapsed, person, register: of } of world.registrations.values()) {
    if (of !== register) continue;
    if (lapsed === undefined) live += isHere(world, person, at) ? 1 : 0;
    else if (at - lapsed.at < day) before++;
  }
  const lapses = asked + before;
  const most = Math.max(1, Math.floor(((live + before) * percent) / 100));
  const { released } = world.registers.get(register) ?? {};
  const isMeant = released !== undefined && at < released.until && lapses <= released.lapses;
  const type = asked > 0 && lapses > most && !isMeant ? "stop" : "go";
  return { type, register, lapses, live: live + before };
}

/** Whether somebody has a live engagement. */
export function isHere(world: World, person: string, at: Instant): boolean {
  return world.engagementsByPerson
    .get(person)
    .some((id) => isRunning(world.engagements.get(id), at));
}

/** That so many are not believed, said once a day; nothing where it was said before. */
export function stopping(
  world: World,
  { lapses, live, register }: Lapses,
  at: Instant,
): readonly NewRecord[] {
  const { stoppedAt } = world.registers.get(register) ?? {};
  if (stoppedAt !== undefined && at - stoppedAt < day) return [];
  return [{ kind: "registrations.stopped", body: { lapses, live, register } }];
}

/**
 * That a registration counts no more (L7). What has expired takes effect at the end of the shift that is running; what the register
 * took does at once, and who takes over is named in the record: whoever answers for each ward where the person works.
 */
export function lapsing(
  deps: LapseDeps,
  handling: Handling,
  { person, register }: Registration,
  why: RegistrationLost,
): readonly NewRecord[] {
  const { at, world } = handling;
  const isAtOnce = why !== "expired";
  const effect = isAtOnce ? at : runningUntil(world, person, at);
  const takeOver = isAtOnce ? takeOvers(deps.bundle, world, person, at) : [];
  const body = { effect, person, register, takeOver, why };
  if (effect > at) return [{ kind: "registration.lapsed", body }];
  return followingFrom(handling, { kind: "registration.lapsed", body }, [
    ...handingOver(deps.bundle, world, { person, takeOver }, at),
    ...suspending(deps, handling, restingOn(deps.bundle, world, person, at)),
  ]);
}

/** The end of what a person is rostered for, or has started, and that runs at `at`; `at` itself where nothing does. */
function runningUntil(world: World, person: string, at: Instant): Instant {
  const ends = runningNow(world, person, at).map(({ to }) => to);
  return Math.min(Math.max(at, ...ends), at + longestPutOff);
}

interface Running {
  readonly ward?: string;
  readonly from: Instant;
  readonly to: Instant;
}

function runningNow(world: World, person: string, at: Instant): readonly Running[] {
  const started = world.declaredByPerson.get(person).flatMap((id) => {
    const { at: from, ended, until: to, ward } = world.declared.get(id) ?? {};
    if (from === undefined || to === undefined || ended !== undefined) return [];
    return [{ from, to, ...(ward === undefined ? {} : { ward }) }];
  });
  const rostered: readonly Running[] = [
    ...world.shiftsByPerson.get(person).flatMap((id) => world.shifts.get(id) ?? []),
    ...world.onCallsByPerson.get(person).flatMap((id) => world.onCalls.get(id) ?? []),
  ];
  return [...rostered, ...started].filter(({ from, to }) => from <= at && at < to);
}

/** Whether a lapse has taken effect: its time has come, or nothing runs any more that ran when it lapsed. */
export function hasEffect(world: World, { lapsed, person }: Registration, at: Instant): boolean {
  if (lapsed === undefined) return false;
  if (lapsed.effect <= at) return true;
  return !runningNow(world, person, at).some(({ from }) => from <= lapsed.at);
}

/** The live engagements of a person that give a clinical role: what a registration is needed for. What the policy does not know is. */
export function restingOn(
  bundle: Bundle,
  world: World,
  person: string,
  at: Instant,
): readonly Engagement[] {
  const roles = world.rolesByPerson.get(person).flatMap((id) => world.roles.get(id) ?? []);
  const clinical = roles.filter(
    ({ role, to }) => at < to && bundle.roles.get(role)?.clinical !== false,
  );
  return world.engagementsByPerson.get(person).flatMap((id) => {
    const known = world.engagements.get(id);
    const isIt = known !== undefined && clinical.some(({ engagement }) => engagement === id);
    return isIt && isRunning(known, at) ? [known] : [];
  });
}

/** Suspends engagements, and ends what is open by them. */
export function suspending(
  { endings }: LapseDeps,
  handling: Handling,
  engagements: readonly Engagement[],
): readonly NewRecord[] {
  const gone = new Set(engagements.map(({ id }) => id));
  return engagements.flatMap((engagement) => {
    const body = { engagement: engagement.id, reason: "registration" } as const;
    const ending = endingOf(handling, engagement, { gone: (id) => gone.has(id), what: "open" });
    return followingFrom(handling, { kind: "engagement.suspended", body }, endings(ending));
  });
}

/** Who takes over, ward by ward: where the person is at work now, or else where they have a role. */
function takeOvers(bundle: Bundle, world: World, person: string, at: Instant): readonly TakeOver[] {
  const working = runningNow(world, person, at).flatMap(({ ward }) => ward ?? []);
  const roles = world.rolesByPerson.get(person).flatMap((id) => world.roles.get(id) ?? []);
  const held = roles.filter(({ from, to }) => from <= at && at < to).map(({ ward }) => ward);
  return [...new Set(working.length > 0 ? working : held)].flatMap((ward) => {
    for (const one of approversOf(bundle, world, ward, at)) {
      if (one !== person) return [{ ward, person: one }];
    }
    return [];
  });
}

/** The patients who were handed to the person by name are handed on (L10), where whoever takes over may have them. */
function handingOver(
  bundle: Bundle,
  world: World,
  { person, takeOver }: { readonly person: string; readonly takeOver: readonly TakeOver[] },
  at: Instant,
): readonly NewRecord[] {
  const takers = takeOver.flatMap(({ person: to, ward }) => {
    const duty = dutyOf(bundle, world, to, at).find(
      (each) =>
        each.ward === ward && bundle.roles.get(each.role)?.may.has("handover.give") === true,
    );
    return duty === undefined ? [] : [{ role: duty.role, to, ward }];
  });
  const [taker] = takers;
  if (taker === undefined) return [];
  return world.careTeamsByPerson.get(person).flatMap((id): readonly NewRecord[] => {
    const team = isByHandover(id) ? world.careTeams.get(id) : undefined;
    const { to: until = at } = team?.members.find((member) => member.person === person) ?? {};
    if (team === undefined || until <= at) return [];
    const body = { from: person, patient: team.told ?? team.patient, until, ...taker };
    return [{ kind: "handover.given", body }];
  });
}
