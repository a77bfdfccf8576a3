import type { Instant } from "../ports/index.ts";
import type { Device, RegisteredWorkload } from "../world/index.ts";
import { calendarOf } from "./calendar.ts";
import type { StaffMember } from "./hospital.ts";
import { sites } from "./places.ts";
import { randomFrom, seededId } from "./random.ts";

/** Phones: every consultant's is the hospital's own, some others' are theirs, and some are shared by nobody in particular. */
export function makeDevices(seed: string, staff: readonly StaffMember[]): readonly Device[] {
  const devices: Device[] = [];
  for (const { person, role } of staff) {
    const random = randomFrom(seed, `device|${person}`);
    const managed = role === "consultant" || role === "privacy-officer" || random.chance(0.04);
    if (!managed && !random.chance(0.05)) continue;
    devices.push({
      id: seededId(seed, "dev", person),
      person,
      managed,
      encrypted: managed || random.chance(0.5),
    });
  }
  return devices;
}

/** Programs that call; the first is the one whose key a visitor may try. */
const programs: readonly {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly scopes: readonly string[];
}[] = [
  {
    id: "bed-board",
    name: "Bed board",
    purpose:
      "Shows who may open what before it offers it: asks for decisions, hears what ends. For visitors, also says which phones are managed and asks for access for people",
    scopes: [
      "decision.ask",
      "device.place",
      "device.report",
      "grant.manage",
      "ssf.manage",
      "ssf.read",
    ],
  },
  {
    id: "lab-interface",
    name: "Laboratory interface",
    purpose: "Files results into charts and asks who may acknowledge them",
    scopes: ["decision.ask", "result.write"],
  },
  {
    id: "radiology-gateway",
    name: "Radiology gateway",
    purpose: "Sends images and reports; asks before it shows them",
    scopes: ["decision.ask"],
  },
  {
    id: "night-report",
    name: "Night report",
    purpose: "Counts occupied beds for the morning meeting",
    scopes: ["encounter.count"],
  },
];

/** Programs with an owner, a purpose and an end: 90 days, until somebody says that they are still needed. */
export function makeWorkloads(
  seed: string,
  now: Instant,
  staff: readonly StaffMember[],
): readonly RegisteredWorkload[] {
  const owners = staff.filter(({ role }) => role === "security-engineer");
  const [site] = sites;
  const calendar = calendarOf(site?.zone ?? "UTC");
  const until = calendar.at(calendar.dayOf(now) + 90, 0);
  return programs.map(({ id, ...program }, index) => {
    const owner = owners[index % Math.max(1, owners.length)]?.person;
    return {
      ...program,
      id: seededId(seed, "wkl", id),
      ...(owner === undefined ? {} : { owner }),
      until,
    };
  });
}
