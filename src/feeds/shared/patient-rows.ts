import type { Instant, Json, SideKey } from "../../ports/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { Slate } from "./deps.ts";
import { directoryRow } from "./patient-directory.ts";

/** What a source says of a patient. */
export interface PatientDetails {
  readonly number?: string;
  readonly family: string;
  readonly given: string;
  readonly sex?: string;
  readonly birthDate?: string;
}

/** A patient's row in the table `names`. */
interface PatientRow extends PatientDetails {
  readonly type: "patient";
  /** The keys in the table `identifiers` that lead here. */
  readonly identifiers?: readonly string[];
  /** The time of what the row says: older messages that come later do not overwrite it (C1). */
  readonly asOf?: Instant;
}

/** The patient that a key of the table `identifiers` means, merges included. */
export function patientOf(slate: Slate, key: string): string | undefined {
  const id = toldPatient(slate, key);
  return id === undefined ? undefined : survivorOf(slate.world, id);
}

/** The patient that a key was given to, whatever was merged since: what is told under a number is kept under it (C9). */
export function toldPatient(slate: Slate, key: string): string | undefined {
  const id = slate.read("identifiers", key);
  return typeof id === "string" ? id : undefined;
}

/** A new patient, known by `keys` of the table `identifiers`. */
export function registerPatient(slate: Slate, keys: readonly string[]): string {
  const patient = slate.id("pat");
  slate.record({ kind: "patient.registered", body: { patient } });
  for (const key of keys) slate.write("identifiers", key, patient);
  // Nobody has asked for this row before: the slate knows that there is none.
  slate.write("names", patient, undefined);
  return patient;
}

/**
 * Notes what is said of a patient at `asOf`, and that `keys` lead there; true when that changes anything. Of several
 * numbers the first is shown, or after a merge the survivor's (`renumber`).
 */
export function describePatient(
  slate: Slate,
  patient: string,
  details: PatientDetails,
  keys: readonly string[],
  asOf: Instant,
  renumber = false,
): boolean {
  const known = rowOf(slate, patient);
  const identifiers = [...new Set([...(known?.identifiers ?? ownKeys(known)), ...keys])];
  const isNews = known === undefined || (known.asOf ?? 0) <= asOf;
  const said: PatientRow = {
    ...(known ?? { type: "patient", family: "", given: "" }),
    ...(isNews ? spoken(details) : {}),
    ...(known?.number === undefined || renumber ? {} : { number: known.number }),
    identifiers,
  };
  if (known !== undefined && same(known, said)) return false;
  for (const [row, value] of [
    [directoryRow(patient, known ?? {}), undefined],
    [directoryRow(patient, said), patient],
  ] as const) {
    if (row !== undefined) slate.write(row.table, row.key, value);
  }
  slate.write("names", patient, { ...said, asOf: isNews ? asOf : (known.asOf ?? 0) } as Json);
  return true;
}

/** The rows that follow from a row of `identifiers` that leads to a patient. */
export function patientRows({ table, key }: SideKey, value: Json): readonly SideKey[] {
  const leads = table === "identifiers" && /^(mrn|fhir\|Patient\/)/.test(key);
  return leads && typeof value === "string" ? [{ table: "names", key: value }] : [];
}

function rowOf(slate: Slate, patient: string): PatientRow | undefined {
  const row = slate.read("names", patient);
  return row === undefined || row === null ? undefined : (row as unknown as PatientRow);
}

function ownKeys(row: PatientRow | undefined): readonly string[] {
  return row?.number === undefined ? [] : [`mrn|${row.number}`];
}

/** What a message does not say is not gone. */
function spoken(details: PatientDetails): Partial<PatientDetails> {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== undefined && value !== ""),
  );
}

function same(a: PatientRow, b: PatientRow): boolean {
  const parts = ["number", "family", "given", "sex", "birthDate"] as const;
  const keys = (row: PatientRow) => (row.identifiers ?? ownKeys(row)).join(" ");
  return parts.every((part) => a[part] === b[part]) && keys(a) === keys(b);
}
