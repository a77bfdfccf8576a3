import { type Entry, entriesOf, textOf, type YamlFile } from "./yaml.ts";

/** The reasons that people choose from: what each code means. */
export function readReasons(yaml: YamlFile, reasons: Entry): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of entriesOf(yaml, reasons.value, "reasons")) {
    // It is recorded: a word, and no text in which something about a patient could stand (U3).
    if (/^[a-z][a-z0-9-]{0,39}$/.test(entry.key)) found.set(entry.key, textOf(yaml, entry));
    else yaml.refuse(entry.keyNode, "a reason is a word of small letters, digits and hyphens");
  }
  return found;
}
