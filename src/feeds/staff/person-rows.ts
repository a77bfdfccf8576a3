import type { Json, SideKey } from "../../ports/index.ts";
import type { Slate } from "../shared/deps.ts";

/** What a source says of a person. */
export interface PersonDetails {
  readonly family: string;
  readonly given: string;
  /** What to call the post. */
  readonly title: string;
  /** Where notifications are sent; absent: it says nothing of that. */
  readonly email?: string;
}

/** The person that a key of the table `identifiers` means. */
export function personOf(slate: Slate, key: string): string | undefined {
  const id = slate.read("identifiers", key);
  return typeof id === "string" ? id : undefined;
}

/** A new person, known by `keys` of the table `identifiers`. */
export function registerPerson(slate: Slate, keys: readonly string[]): string {
  const person = slate.id("per");
  slate.record({ kind: "person.registered", body: { person } });
  for (const key of keys) slate.write("identifiers", key, person);
  // Nobody has asked for this row before: the slate knows that there is none.
  slate.write("names", person, undefined);
  return person;
}

/** Notes a person's name, and where mail reaches them, in the table `names`. */
export function describePerson(
  slate: Slate,
  person: string,
  { email, family, given, title }: PersonDetails,
): void {
  const known = slate.read("names", person);
  const before = typeof known === "object" && known !== null && !Array.isArray(known) ? known : {};
  const display = `${given} ${family}`.trim();
  const initials = [given, family]
    .map((name) => [...name][0] ?? "")
    .join("")
    .toUpperCase();
  const said = {
    ...before,
    type: "person",
    display,
    initials,
    ...(title === "" ? {} : { role: title }),
    ...(email === undefined ? {} : { email }),
  };
  const parts = ["display", "initials", "role", "email"] as const;
  const now: Record<string, unknown> = said;
  const then: Record<string, unknown> = before as Record<string, unknown>;
  if (parts.some((part) => now[part] !== then[part])) slate.write("names", person, said);
}

/** The rows that follow from a row of `identifiers` that leads to a person. */
export function personRows({ table, key }: SideKey, value: Json): readonly SideKey[] {
  const leads = table === "identifiers" && /^(staff|fhir\|Practitioner\/)/.test(key);
  return leads && typeof value === "string" ? [{ table: "names", key: value }] : [];
}
