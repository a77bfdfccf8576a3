import { careNeeded } from "../access/index.ts";
import { registrationKey } from "../lifecycle/index.ts";
import type { Json, Side } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import { currentStay } from "../world/index.ts";
import type { PatientView, PersonView } from "./contract.ts";

/** Names for what the world knows by ids only. Names that are not at hand are noted as missing. */
export interface NameBook {
  person(id: string, role?: string): PersonView;
  patient(id: string): PatientView;
  /** The number of a registration with a professional register; undefined where it was erased. */
  registration(id: string): string | undefined;
  /** What to call anything in a sentence: a person, a patient, or the id itself. */
  call(id: string): string;
}

/** Whether a patient of this id is in the world or, when no relationship stands, in the erasable tables. */
export async function isKnownPatient(
  side: Pick<Side, "get">,
  world: World,
  id: string,
): Promise<boolean> {
  if (world.patients.has(id)) return true;
  if (world.people.has(id)) return false;
  const [row] = await side.get([{ table: "names", key: id }]);
  return row !== undefined;
}

/** No picture needs more rounds: names lead to no further names. */
const rounds = 4;

/**
 * Builds something that shows names: they are read from the erasable tables each time, for just the ids
 * that `build` asked for, and kept nowhere (U3).
 */
export async function withNames<T>(
  side: Pick<Side, "get">,
  world: () => World,
  build: (names: NameBook, world: World) => T,
): Promise<T> {
  const rows = new Map<string, Json | undefined>();
  for (let round = 0; ; round++) {
    const missing = new Set<string>();
    const now = world();
    const built = build(nameBook(rows, now, missing), now);
    if (missing.size === 0 || round === rounds) return built;
    const ids = [...missing];
    const values = await side.get(ids.map((key) => ({ table: "names", key })));
    for (const [index, id] of ids.entries()) rows.set(id, values[index]);
  }
}

function nameBook(
  rows: ReadonlyMap<string, Json | undefined>,
  world: World,
  missing: Set<string>,
): NameBook {
  const row = (id: string): { readonly [key: string]: Json } => {
    if (!rows.has(id)) missing.add(id);
    const value = rows.get(id);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: Json })
      : {};
  };
  const text = (value: Json | undefined, otherwise: string) =>
    typeof value === "string" && value !== "" ? value : otherwise;
  const patientName = (known: { readonly [key: string]: Json }) =>
    known.family === undefined && known.given === undefined
      ? "Unknown patient"
      : `${text(known.family, "UNKNOWN").toUpperCase()}, ${text(known.given, "")}`.replace(
          /, $/,
          "",
        );
  return {
    person(id, role) {
      const known = row(id);
      return {
        id,
        name: text(known.display, "Unknown person"),
        initials: text(known.initials, "??"),
        role: role ?? text(known.role, ""),
      };
    },
    patient(id) {
      const known = row(id);
      return {
        id,
        name: patientName(known),
        sex: text(known.sex, ""),
        birthDate: text(known.birthDate, ""),
        number: text(known.number, ""),
        ...(known.made === true ? { made: true as const } : {}),
        ...placeOf(world, id),
      };
    },
    registration(id) {
      const { number } = row(registrationKey(id).key);
      return typeof number === "string" ? number : undefined;
    },
    call(id) {
      if (world.patients.has(id) || id.startsWith("pat_")) return patientName(row(id));
      if (id.startsWith("agy_")) return text(row(id).display, "an agency");
      if (world.people.has(id)) return text(row(id).display, "an unknown person");
      return id;
    },
  };
}

/** A patient as they are shown to somebody whom they may not concern: of a chart that needs care, not where they are (C10). */
export function discreetly(world: World, view: PatientView): PatientView {
  if (careNeeded(world, view.id).length === 0) return view;
  return demographics(view);
}

/** Who a patient is, and nothing more (C7). */
export function demographics({ id, name, sex, birthDate, number, made }: PatientView): PatientView {
  return { id, name, sex, birthDate, number, ...(made === undefined ? {} : { made }) };
}

/** A ward by its code and name, "4B Cardiology", as screens call it; a service by its name. */
export function namePlace(world: World, id: string): string {
  const place = world.wards.get(id);
  if (place === undefined) return id;
  const isWhole = place.type === "service" || place.name.startsWith(id);
  return isWhole ? place.name : `${id} ${place.name}`;
}

/** Where a patient is, for everybody who may see the patient at all. */
function placeOf(world: World, patient: string): Partial<PatientView> {
  for (const id of world.encountersByPatient.get(patient)) {
    const state = world.encounters.get(id)?.state;
    const stay = state === undefined ? undefined : currentStay(state);
    if (state === undefined || stay === undefined) continue;
    const away = state.onLeave ? "leave" : state.temporary === undefined ? undefined : "temporary";
    return {
      ward: stay.ward,
      ...(stay.bed === undefined ? {} : { bed: stay.bed }),
      ...(away === undefined ? {} : { away }),
    };
  }
  return contactOf(world, patient);
}

/** The contact that goes on or comes next, else the last one. */
function contactOf(world: World, patient: string): Partial<PatientView> {
  const contacts = world.contactsByPatient
    .get(patient)
    .flatMap((id) => world.contacts.get(id) ?? [])
    .toSorted((a, b) => a.from - b.from);
  const next = contacts.find(({ to }) => to > world.at) ?? contacts.at(-1);
  if (next === undefined) return {};
  const service = world.wards.get(next.service)?.name ?? next.service;
  return { contact: { service, from: next.from } };
}
