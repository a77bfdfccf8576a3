import type { NewRecord, World } from "../../world/index.ts";

/** Who has what is read by programs on record as by people (U4): of whom and of which ward, where those are ours (U3). */
export function readOf(
  { people, wards }: World,
  { person, ward }: { readonly person: string | undefined; readonly ward: string | undefined },
): NewRecord {
  const of = person === undefined ? "" : ` of ${people.has(person) ? person : "somebody unknown"}`;
  const at = ward === undefined ? "" : ` at ${wards.has(ward) ? ward : "a ward unknown"}`;
  return { kind: "log.read", body: { what: `grants${of}${at}` } };
}
