import type { Instant } from "../ports/index.ts";
import type { RoleAssignment } from "../world/index.ts";
import { type Calendar, calendarOf, type Day } from "./calendar.ts";
import type { HospitalWard, OnCallTeam, StaffEngagement, StaffMember } from "./hospital.ts";
import { makeName } from "./names.ts";
import { makePin, scattered } from "./numbers.ts";
import { sites } from "./places.ts";
import type { Post } from "./posts.ts";
import { type Random, randomFrom, seededId } from "./random.ts";

/** The role of whoever leads a shift. */
export const inChargeRole = "nurse-in-charge";

interface Context {
  readonly seed: string;
  readonly now: Instant;
  readonly staffNumber: (index: number) => string;
  readonly badgeNumber: (index: number) => string;
  readonly calendars: ReadonlyMap<string, Calendar>;
}

/** Somebody for each post. Engagements begin and end at local midnight of the ward's site. */
export function makeStaff(
  seed: string,
  now: Instant,
  posts: readonly Post[],
): readonly StaffMember[] {
  const context: Context = {
    seed,
    now,
    staffNumber: scattered(seed, "staff", 6),
    badgeNumber: scattered(seed, "badge", 10),
    calendars: new Map(sites.map(({ id, zone }) => [id, calendarOf(zone)])),
  };
  const sponsors = new Map<string, string>();
  for (const post of posts) {
    if (post.role === "ward-manager" && !sponsors.has(post.ward.id)) {
      sponsors.set(post.ward.id, personOf(seed, post));
    }
  }
  const anyone = posts.find((post) => post.role === "ward-manager");
  const fallback = anyone === undefined ? undefined : personOf(seed, anyone);
  return posts.map((post, index) =>
    makeMember(context, post, index, sponsors.get(post.ward.id) ?? fallback),
  );
}

function personOf(seed: string, post: Post): string {
  return seededId(seed, "per", post.key);
}

function makeMember(
  context: Context,
  post: Post,
  index: number,
  sponsor: string | undefined,
): StaffMember {
  const { seed } = context;
  const random = randomFrom(seed, `staff|${post.key}`);
  const person = personOf(seed, post);
  const staffNumber = context.staffNumber(index);
  const engagement = makeEngagement(context, post, random, { person, staffNumber, sponsor });
  return {
    person,
    staffNumber,
    name: makeName(random, random.chance(0.62) ? "F" : "M", "staff"),
    jobTitle: post.jobTitle,
    role: post.role,
    ward: post.ward.id,
    engagement,
    assignments: makeAssignments(context, post, random, engagement),
    badge: {
      id: seededId(seed, "bdg", post.key),
      number: context.badgeNumber(index),
      until: badgeEnd(context, post.ward),
    },
    pin: makePin(random),
    ...(post.rota === undefined ? {} : { rota: post.rota }),
  };
}

/** A badge is replaced after two years, whatever its holder's engagement does. */
function badgeEnd(context: Context, ward: HospitalWard): Instant {
  const { calendar, today } = dayAt(context, ward);
  return calendar.at(today + 2 * 365, 0);
}

/** Days before and after today, both included. */
type Span = readonly [before: number, after: number];

function makeEngagement(
  context: Context,
  post: Post,
  random: Random,
  who: {
    readonly person: string;
    readonly staffNumber: string;
    readonly sponsor: string | undefined;
  },
): StaffEngagement {
  const { calendar, today } = dayAt(context, post.ward);
  const [before, after] = spanOf(post, random);
  const temporary = post.type !== "employee";
  return {
    id: seededId(context.seed, "eng", post.key),
    number: `E${who.staffNumber}-1`,
    person: who.person,
    type: post.type,
    from: calendar.at(today - before, 0),
    to: calendar.at(today + after, 0),
    renewed: post.brief !== true,
    ...(temporary && who.sponsor !== undefined ? { sponsor: who.sponsor } : {}),
  };
}

function dayAt(
  { calendars, now }: Context,
  ward: HospitalWard,
): { calendar: Calendar; today: Day } {
  const calendar = calendars.get(ward.site) as Calendar;
  return { calendar, today: calendar.dayOf(now) };
}

function spanOf(post: Post, random: Random): Span {
  // Three days' work: it has begun, or begins soon, and ends within the week.
  if (post.brief === true) return [random.between(-2, 1), random.between(4, 7)];
  switch (post.type) {
    case "employee":
      return [random.between(60, 5_000), assertedFor(random)];
    case "locum":
      return [random.between(20, 120), random.between(75, 180)];
    case "student":
      return [random.between(10, 60), random.between(75, 120)];
    default:
      return [random.between(30, 200), random.between(90, 300)];
  }
}

/** How many days an assertion by HR carries an employee: 12 months, spread by 30 days either way (L2). */
function assertedFor(random: Random): number {
  return 365 + random.between(-30, 30);
}

function makeAssignments(
  context: Context,
  post: Post,
  random: Random,
  engagement: StaffEngagement,
): readonly RoleAssignment[] {
  const { calendar, today } = dayAt(context, post.ward);
  const begun = today - random.between(0, 240);
  const from = Math.max(engagement.from, calendar.at(begun, 0));
  // Twelve months are the longest that a role lasts before it is reviewed (L2).
  const to = Math.min(engagement.to, calendar.at(begun + 365, 0));
  const assign = (role: string, ward: string): RoleAssignment => ({
    id: seededId(context.seed, "rol", `${post.key}|${role}|${ward}`),
    engagement: engagement.id,
    person: engagement.person,
    role,
    ward,
    from,
    to,
  });
  return [
    assign(post.role, post.ward.id),
    ...(post.service === undefined ? [] : [assign(post.role, post.service)]),
    ...(post.inCharge === true ? [assign(inChargeRole, post.ward.id)] : []),
  ];
}

/** Who takes turns on call for each service: its consultants, or whoever works in it. */
export function makeOnCallTeams(
  wards: readonly HospitalWard[],
  staff: readonly StaffMember[],
): readonly OnCallTeam[] {
  const zones = new Map(sites.map(({ id, zone }) => [id, zone]));
  return wards
    .filter((ward) => ward.type === "service")
    .map(({ id, site }) => {
      const members = staff.filter(
        ({ assignments, engagement, ward }) =>
          engagement.type !== "visiting" &&
          (ward === id || assignments.some((role) => role.ward === id)),
      );
      return {
        service: id,
        role: members[0]?.role ?? "",
        zone: zones.get(site) ?? "UTC",
        members: members.map(({ person, engagement }) => ({ person, engagement: engagement.id })),
      };
    })
    .filter(({ members }) => members.length > 0);
}
