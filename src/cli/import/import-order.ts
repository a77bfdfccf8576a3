import type { HrEncoding, ImportReport, RosterReport, StaffReport } from "../../feeds/index.ts";

/** What can be imported. */
export const importKinds = [
  "hr",
  "staff",
  "roster",
  "fhir",
  "hl7",
  "devices",
  "networks",
  "walks",
] as const;

/** `hr`, `staff`: CSV, the same under two names; `roster`: CSV or iCalendar; `fhir`: bulk ndjson; `hl7`: HL7 v2 ADT messages; `devices`, `networks`, `walks`: CSV. */
export type ImportKind = (typeof importKinds)[number];

/** One file to take in, and how. */
export interface ImportOrder {
  readonly kind: ImportKind;
  /** The file's absolute path: whoever takes it in reads it, a running server too. */
  readonly path: string;
  /** The IANA zone of times without one; that of the first site where absent. */
  readonly zone?: string;
  /** fhir: the site of wards that belong to none in the file. */
  readonly site?: string;
  /** roster: the file is the whole roster. */
  readonly full?: boolean;
  /** hr: only says what it would do. */
  readonly preview?: boolean;
  /** hr: just so many engagements are meant to end (L11). */
  readonly ends?: number;
  /** hr: just so many privileged roles are meant to be given. */
  readonly privileged?: number;
}

/** What became of the file. */
export type FileReport = ImportReport &
  Partial<Pick<RosterReport, "cancelled" | "notCancelled">> &
  Partial<Omit<StaffReport, keyof ImportReport>> & { readonly encoding?: HrEncoding };

/** Whether `kind` is one. */
export function isImportKind(kind: string | undefined): kind is ImportKind {
  return importKinds.some((known) => known === kind);
}
