import type { Seat, Sensor, Site } from "../world/index.ts";
import { HospitalError } from "./errors.ts";
import type { HospitalFeed, HospitalSize, HospitalWard } from "./hospital.ts";

/** The two sites, in different zones, so that nothing may forget to ask which. */
export const sites: readonly Site[] = [
  { id: "north", name: "North Hospital", zone: "Europe/London" },
  { id: "south", name: "South Hospital", zone: "Europe/Gibraltar" },
];

/** A ward as every dozen of wards has it. */
interface WardTemplate {
  readonly code: string;
  readonly name: string;
  readonly site: "north" | "south";
  readonly pattern: string;
  readonly service: string;
  readonly beds: number;
}

const templates: readonly WardTemplate[] = [
  {
    code: "4A",
    name: "General medicine",
    site: "north",
    pattern: "inpatient",
    service: "medicine",
    beds: 28,
  },
  {
    code: "4B",
    name: "Cardiology",
    site: "north",
    pattern: "inpatient",
    service: "cardiology",
    beds: 28,
  },
  {
    code: "5A",
    name: "Surgery",
    site: "north",
    pattern: "inpatient",
    service: "surgery",
    beds: 28,
  },
  {
    code: "6A",
    name: "Respiratory",
    site: "north",
    pattern: "inpatient",
    service: "medicine",
    beds: 26,
  },
  {
    code: "6B",
    name: "Paediatrics",
    site: "north",
    pattern: "inpatient",
    service: "paediatrics",
    beds: 22,
  },
  {
    code: "ED",
    name: "Emergency",
    site: "north",
    pattern: "emergency",
    service: "emergency-medicine",
    beds: 28,
  },
  {
    code: "ICU",
    name: "Intensive care",
    site: "north",
    pattern: "theatre-icu",
    service: "intensive-care",
    beds: 16,
  },
  {
    code: "TH",
    name: "Theatres",
    site: "north",
    pattern: "theatre-icu",
    service: "anaesthesia",
    beds: 10,
  },
  {
    code: "HH",
    name: "Hospital at home",
    site: "north",
    pattern: "telehealth",
    service: "telehealth",
    beds: 20,
  },
  {
    code: "S1",
    name: "Acute medicine",
    site: "south",
    pattern: "locum-heavy",
    service: "medicine",
    beds: 28,
  },
  {
    code: "S2",
    name: "Orthopaedics",
    site: "south",
    pattern: "inpatient",
    service: "orthopaedics",
    beds: 26,
  },
  {
    code: "R1",
    name: "Valley ward",
    site: "south",
    pattern: "remote-ward",
    service: "community",
    beds: 20,
  },
];

/** The services, which have people on call and no beds. */
const services: readonly {
  readonly id: string;
  readonly name: string;
  readonly pattern: string;
  /** "north" unless it says so. */
  readonly site?: string;
}[] = [
  { id: "medicine", name: "Medicine", pattern: "inpatient" },
  { id: "cardiology", name: "Cardiology", pattern: "inpatient" },
  { id: "surgery", name: "Surgery", pattern: "inpatient" },
  { id: "orthopaedics", name: "Orthopaedics", pattern: "inpatient" },
  { id: "paediatrics", name: "Paediatrics", pattern: "inpatient" },
  { id: "emergency-medicine", name: "Emergency medicine", pattern: "emergency" },
  { id: "intensive-care", name: "Intensive care", pattern: "theatre-icu" },
  { id: "anaesthesia", name: "Anaesthesia", pattern: "theatre-icu" },
  { id: "telehealth", name: "Telehealth", pattern: "telehealth" },
  { id: "community", name: "Community medicine", pattern: "remote-ward" },
  { id: "pharmacy", name: "Pharmacy", pattern: "inpatient" },
  { id: "physiotherapy", name: "Physiotherapy", pattern: "inpatient" },
  { id: "imaging", name: "Imaging", pattern: "inpatient" },
  { id: "privacy", name: "Privacy office", pattern: "inpatient" },
  { id: "security", name: "Identity and security", pattern: "inpatient" },
  { id: "installation", name: "Systems", pattern: "inpatient" },
  { id: "dialysis", name: "Dialysis", pattern: "inpatient" },
  { id: "site-north", name: "Site office", pattern: "inpatient" },
  { id: "site-south", name: "Site office, south", pattern: "inpatient", site: "south" },
];

/** Sites, wards, services and seats: the same for every seed. */
export interface Places {
  readonly wards: readonly HospitalWard[];
  readonly seats: readonly Seat[];
  readonly feeds: readonly HospitalFeed[];
}

/** @throws HospitalError `size-impossible` */
export function makePlaces(size: HospitalSize): Places {
  checkSize(size);
  const withBeds = makeWards(size);
  const needed = new Set(withBeds.map((ward) => ward.service));
  // Whatever has no ward here (pharmacy, privacy) serves all of them.
  const clinical = new Set(templates.map((template) => template.service));
  const own: readonly HospitalWard[] = services
    .filter(({ id }) => needed.has(id) || !clinical.has(id))
    .map((service) => ({ site: "north", ...service, type: "service", beds: [] }));
  return {
    wards: [...withBeds, ...own],
    seats: makeSeats(withBeds, size),
    feeds: makeFeeds(withBeds),
  };
}

function checkSize(size: HospitalSize): void {
  for (const [name, value] of Object.entries(size)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new HospitalError("size-impossible", `${name}: ${value} is not a whole number`);
    }
  }
  if (size.wards < 1)
    throw new HospitalError("size-impossible", "wards: a hospital has at least one");
  if (size.seats < size.wards) {
    throw new HospitalError(
      "size-impossible",
      `seats: every one of ${size.wards} wards has at least one`,
    );
  }
}

function makeWards(size: HospitalSize): readonly HospitalWard[] {
  const chosen = Array.from({ length: size.wards }, (_, index) => ({
    template: templates[index % templates.length] as WardTemplate,
    block: Math.floor(index / templates.length),
  }));
  const planned = chosen.reduce((sum, { template }) => sum + template.beds, 0);
  // A tenth of the beds stays free, so that transfers have somewhere to go.
  const factor = Math.max(1, (size.inPatients * 1.1) / planned);
  return chosen.map(({ template: { beds, code, ...rest }, block }) => ({
    ...rest,
    id: `${blockName(block)}${code}`,
    type: "ward",
    beds: Array.from({ length: Math.ceil(beds * factor) }, (_, bed) => String(bed + 1)),
  }));
}

/** The first dozen wards stand alone ("4B"); further ones say which block they are in ("B-4B", ..., "AA-4B"). */
function blockName(block: number): string {
  if (block === 0) return "";
  let name = "";
  for (let left = block; left >= 0; left = Math.floor(left / 26) - 1) {
    name = String.fromCharCode(65 + (left % 26)) + name;
  }
  return `${name}-`;
}

/** Two desks for each ward as far as they go, then bedside seats, intensive care first. */
function makeSeats(wards: readonly HospitalWard[], size: HospitalSize): readonly Seat[] {
  const order = wards.toSorted((a, b) => wish(b) - wish(a));
  const counts = new Map<string, number>();
  const seats: Seat[] = [];
  while (seats.length < size.seats) {
    const before = seats.length;
    for (const ward of order) {
      if (seats.length === size.seats) break;
      const number = (counts.get(ward.id) ?? 0) + 1;
      // A patient at home has no bedside for a shared seat.
      const beds = ward.pattern === "telehealth" ? [] : ward.beds;
      const bed = number <= desks ? undefined : beds[number - desks - 1];
      if (number > desks && bed === undefined) continue;
      counts.set(ward.id, number);
      seats.push(makeSeat(ward, number, bed));
    }
    if (seats.length === before) {
      throw new HospitalError("size-impossible", `seats: there are places for ${before} only`);
    }
  }
  return seats;
}

const desks = 2;

function wish(ward: HospitalWard): number {
  return ward.pattern === "theatre-icu" ? 1 : 0;
}

function makeSeat(ward: HospitalWard, number: number, bed: string | undefined): Seat {
  const id = `${ward.id}-${number}`;
  if (bed === undefined) {
    const desk = { id, ward: ward.id, name: `${ward.id} desk ${number}` };
    return number === 1 && ward.pattern !== "telehealth"
      ? { ...desk, sensor: sensorFor(id) }
      : desk;
  }
  return { id, ward: ward.id, name: `${ward.id} bed ${bed}`, bed };
}

/** The first desk of a ward has a presence sensor; its key is made up, so that nobody speaks for it. */
function sensorFor(seat: string): Sensor {
  return { key: `${seat}-sensor-`.padEnd(thumbprintLength, "0") };
}

/** SHA-256 in base64url (RFC 7638). */
const thumbprintLength = 43;

function makeFeeds(wards: readonly HospitalWard[]): readonly HospitalFeed[] {
  const adt = sites.map(({ id }) => ({
    id: adtFeedOf(id),
    type: "adt" as const,
    wards: wards.filter((ward) => ward.site === id).map((ward) => ward.id),
  }));
  return [
    ...adt.filter((feed) => feed.wards.length > 0),
    { id: rosterFeed, type: "roster" },
    { id: staffFeed, type: "staff" },
  ];
}

/** The ADT interface of a site. */
export function adtFeedOf(site: string): string {
  return `adt-${site}`;
}

/** The rostering system. */
export const rosterFeed = "roster";

/** The HR system. */
export const staffFeed = "staff";
