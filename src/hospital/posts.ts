import type { EngagementType } from "../world/index.ts";
import { cycleLength, onMonday, spreadOver } from "./cycles.ts";
import { HospitalError } from "./errors.ts";
import type { CycleName, HospitalSize, HospitalWard, Rota } from "./hospital.ts";
import { randomFrom } from "./random.ts";

/** A job that somebody will be found for. */
export interface Post {
  /** Names the post for ever: adding others does not change who holds it. */
  readonly key: string;
  readonly role: string;
  readonly jobTitle: string;
  readonly type: EngagementType;
  readonly ward: HospitalWard;
  readonly rota?: Rota;
  /** A second role assignment: a consultant's in their service. */
  readonly service?: string;
  /** May be in charge of a shift. */
  readonly inCharge?: boolean;
  /** Comes for a few days and goes for good. */
  readonly brief?: boolean;
}

/** What a post says beside its place. */
type PostKind = Omit<Post, "key" | "ward" | "rota">;

/** How many people a ward has by pattern, at the least. */
const teams: Readonly<Record<string, { nurses: number; doctors: number; consultants: number }>> = {
  inpatient: { nurses: 11, doctors: 5, consultants: 2 },
  emergency: { nurses: 14, doctors: 7, consultants: 3 },
  "theatre-icu": { nurses: 11, doctors: 6, consultants: 2 },
  "remote-ward": { nurses: 8, doctors: 5, consultants: 2 },
  telehealth: { nurses: 8, doctors: 5, consultants: 2 },
  "locum-heavy": { nurses: 11, doctors: 5, consultants: 2 },
};

const grades = ["Registrar", "Senior house officer", "Foundation doctor"] as const;

/** People for the whole house, for each dozen of wards. */
const houseTeams: readonly HouseTeam[] = [
  {
    count: 8,
    service: "pharmacy",
    cycle: "consultant",
    kind: employee("pharmacist", "Pharmacist"),
    visits: true,
  },
  {
    count: 6,
    service: "physiotherapy",
    cycle: "office",
    kind: employee("therapist", "Physiotherapist"),
    visits: true,
  },
  {
    count: 4,
    service: "imaging",
    cycle: "doctor-12h",
    kind: employee("therapist", "Radiographer"),
  },
  {
    count: 3,
    service: "privacy",
    cycle: "office",
    kind: employee("privacy-officer", "Privacy officer"),
  },
  {
    count: 3,
    service: "security",
    cycle: "office",
    kind: employee("security-engineer", "Security engineer"),
  },
  // One of two is on call for each site at any hour: asked when nobody on a ward answers.
  {
    count: 2,
    service: "site-north",
    cycle: "office",
    kind: employee("site-manager", "Site manager"),
  },
  {
    count: 2,
    service: "site-south",
    cycle: "office",
    kind: employee("site-manager", "Site manager"),
  },
  {
    count: 2,
    service: "installation",
    cycle: "office",
    kind: employee("administrator", "Systems administrator"),
  },
  {
    count: 4,
    service: "dialysis",
    cycle: "office",
    kind: { role: "healthcare-assistant", jobTitle: "Dialysis technician", type: "contractor" },
  },
  {
    count: 2,
    service: "telehealth",
    cycle: "clinic",
    kind: { role: "consultant", jobTitle: "Visiting specialist", type: "visiting" },
  },
];

interface HouseTeam {
  readonly count: number;
  readonly service: string;
  readonly cycle: CycleName;
  readonly kind: PostKind;
  /** Works in a ward by day; the service is theirs for being on call. */
  readonly visits?: boolean;
}

function employee(role: string, jobTitle: string): PostKind {
  return { role, jobTitle, type: "employee" };
}

/**
 * All posts, `size.staff` of them: first what keeps every ward staffed at every instant, multiplied as far as the number
 * of staff goes, then part-time nurses for the rest.
 *
 * @throws HospitalError `size-impossible`
 */
export function makePosts(
  seed: string,
  size: HospitalSize,
  wards: readonly HospitalWard[],
): readonly Post[] {
  const least = skeleton(seed, wards, 1);
  if (least.length > size.staff) {
    throw new HospitalError(
      "size-impossible",
      `staff: ${size.wards} wards are not staffed round the clock by fewer than ${least.length} people`,
    );
  }
  const posts = [...skeleton(seed, wards, size.staff / least.length)];
  const withBeds = wards.filter((ward) => ward.type === "ward");
  for (let index = 0; posts.length < size.staff; index++) {
    const ward = withBeds[index % withBeds.length] as HospitalWard;
    const cycle = ward.pattern === "telehealth" ? "ward-8h-part-time" : "ward-12h-part-time";
    const key = `${ward.id}|part-time|${Math.floor(index / withBeds.length)}`;
    const offset = randomFrom(seed, key).below(cycleLength(cycle));
    posts.push({ ...employee("nurse", "Staff nurse"), key, ward, rota: { cycle, offset } });
  }
  return posts;
}

function skeleton(seed: string, wards: readonly HospitalWard[], factor: number): readonly Post[] {
  const withBeds = wards.filter((ward) => ward.type === "ward");
  return [
    ...withBeds.flatMap((ward) => wardPosts(seed, ward, factor)),
    ...outOfHours(seed, withBeds, factor),
    ...housePosts(wards, (withBeds.length / 12) * factor),
    ...traineePosts(seed, withBeds, factor),
  ];
}

function wardPosts(seed: string, ward: HospitalWard, factor: number): readonly Post[] {
  const team = teams[ward.pattern] ?? { nurses: 11, doctors: 5, consultants: 2 };
  const nurses = Math.floor(team.nurses * factor);
  const doctors = Math.floor(team.doctors * factor);
  const phase = (kind: string): number => randomFrom(seed, `${ward.id}|${kind}`).below(21);
  const posts: Post[] = [];
  const nursePhase = phase("nurses");
  const nurseCycle = eightHours(ward) ? "ward-8h" : "ward-12h";
  for (let index = 0; index < nurses; index++) {
    const rota = spreadOver(nurseCycle, nurses, index, nursePhase);
    const kind = nurseKind(ward, index, nurses);
    posts.push({ ...kind, key: `${ward.id}|nurse|${index}`, ward, rota });
  }
  const doctorPhase = phase("doctors");
  for (let index = 0; index < doctors; index++) {
    const rota = spreadOver("doctor-12h", doctors, index, doctorPhase);
    posts.push({ ...doctorKind(ward, index), key: `${ward.id}|doctor|${index}`, ward, rota });
  }
  return [...posts, ...wardOffice(ward, team.consultants, factor)];
}

/** Who works in the ward on weekdays, and its healthcare assistants. */
function wardOffice(ward: HospitalWard, consultants: number, factor: number): readonly Post[] {
  const posts: Post[] = [];
  const weekdays = (cycle: CycleName): Rota => ({ cycle, offset: onMonday });
  for (let index = 0; index < Math.floor(consultants * factor); index++) {
    const kind = {
      ...employee("consultant", "Consultant"),
      ...(ward.service ? { service: ward.service } : {}),
    };
    posts.push({
      ...kind,
      key: `${ward.id}|consultant|${index}`,
      ward,
      rota: weekdays("consultant"),
    });
  }
  const each = Math.floor(factor);
  for (let index = 0; index < each; index++) {
    const manager = employee("ward-manager", "Ward manager");
    const clerk = employee("ward-clerk", "Ward clerk");
    const assistant = employee("healthcare-assistant", "Healthcare assistant");
    posts.push({ ...manager, key: `${ward.id}|manager|${index}`, ward, rota: weekdays("manager") });
    posts.push({ ...clerk, key: `${ward.id}|clerk|${index}`, ward, rota: weekdays("office") });
    const rota = spreadOver("ward-12h", each, index, 0);
    posts.push({ ...assistant, key: `${ward.id}|assistant|${index}`, ward, rota });
  }
  return posts;
}

function eightHours(ward: HospitalWard): boolean {
  return ward.pattern === "telehealth" || ward.service === "paediatrics";
}

/**
 * Every other nurse may be in charge (in a small team every one), so that one of them is there at any time. Where locums do
 * much of the work, the others are locums.
 */
function nurseKind(ward: HospitalWard, index: number, team: number): PostKind {
  if (index % 2 === 0) return { ...employee("nurse", "Senior staff nurse"), inCharge: true };
  if (ward.pattern === "locum-heavy")
    return { role: "nurse", jobTitle: "Agency nurse", type: "locum" };
  return { ...employee("nurse", "Staff nurse"), ...(team < 10 ? { inCharge: true } : {}) };
}

function doctorKind(ward: HospitalWard, index: number): PostKind {
  const grade = grades[index % grades.length] as string;
  if (ward.pattern === "locum-heavy")
    return { role: "doctor", jobTitle: `Locum ${grade.toLowerCase()}`, type: "locum" };
  return employee("doctor", grade);
}

/** Deputies of the ordinary wards, who manage nights and weekends in turn: enough at each site that one is always there. */
function outOfHours(seed: string, wards: readonly HospitalWard[], factor: number): readonly Post[] {
  const posts: Post[] = [];
  for (const site of new Set(wards.map((ward) => ward.site))) {
    const here = wards.filter((ward) => ward.site === site);
    const ordinary = here.filter(({ pattern }) => pattern === "inpatient");
    const homes = ordinary.length > 0 ? ordinary : here;
    const each = Math.max(Math.ceil(5 / here.length), Math.floor(factor));
    const phase = randomFrom(seed, `${site}|deputies`).below(14);
    const count = here.length * each;
    for (let index = 0; index < count; index++) {
      const ward = homes[index % homes.length] as HospitalWard;
      posts.push({
        ...employee("ward-manager", "Deputy ward manager"),
        key: `${ward.id}|deputy|${Math.floor(index / homes.length)}`,
        ward,
        rota: spreadOver("ward-12h", count, index, phase),
      });
    }
  }
  return posts;
}

function housePosts(wards: readonly HospitalWard[], dozens: number): readonly Post[] {
  const withBeds = wards.filter((ward) => ward.type === "ward");
  return houseTeams.flatMap(({ count, service, cycle, kind, visits }) => {
    const home = wards.find(({ id }) => id === service);
    if (home === undefined) return [];
    const members = Math.max(1, Math.floor(count * dozens));
    return Array.from({ length: members }, (_, index): Post => {
      const rota = houseRota(cycle, members, index);
      const key = `${service}|${kind.role}|${index}`;
      if (visits !== true) return { ...kind, key, ward: home, rota };
      return {
        ...kind,
        key,
        ward: withBeds[index % withBeds.length] as HospitalWard,
        service,
        rota,
      };
    });
  });
}

function houseRota(cycle: CycleName, members: number, index: number): Rota {
  if (cycleLength(cycle) !== 7) return spreadOver(cycle, members, index, 0);
  // A clinic's one day a week differs from person to person; office hours do not.
  return { cycle, offset: onMonday + (cycle === "clinic" ? 7 - (index % 5) : 0) };
}

/** Students on placement, and locums who come for a few days and go for good. */
function traineePosts(
  seed: string,
  wards: readonly HospitalWard[],
  factor: number,
): readonly Post[] {
  const posts: Post[] = [];
  const count = Math.floor((wards.length * 2 * factor) / 3);
  for (let index = 0; index < count; index++) {
    const ward = wards[index % wards.length] as HospitalWard;
    const nursing = index % 2 === 0;
    const key = `${ward.id}|student|${Math.floor(index / wards.length)}`;
    posts.push({
      role: "student",
      jobTitle: nursing ? "Student nurse" : "Medical student",
      type: "student",
      key,
      ward,
      rota: { cycle: "placement", offset: randomFrom(seed, key).below(7) },
    });
  }
  for (let index = 0; index < Math.floor((wards.length * factor) / 6); index++) {
    const ward = wards[(index * 5) % wards.length] as HospitalWard;
    const key = `${ward.id}|brief|${index}`;
    const rota: Rota = { cycle: "ward-12h", offset: randomFrom(seed, key).below(14) };
    posts.push({
      role: "nurse",
      jobTitle: "Agency nurse",
      type: "locum",
      key,
      ward,
      rota,
      brief: true,
    });
  }
  return posts;
}
