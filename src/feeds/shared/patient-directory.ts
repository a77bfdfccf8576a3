import type { Side, SideWrite } from "../../ports/index.ts";
import { parseDate } from "./local-time.ts";

/** By what a patient is found, where their number is not at hand (C7). */
export interface NameAndDay {
  /** The family name, or its beginning. */
  readonly family: string;
  /** `1958-03-12` */
  readonly birthDate: string;
}

/** Letters that are one with an accent to a reader, and to Unicode are not. */
const alike: Readonly<Record<string, string>> = {
  Ł: "L",
  Ø: "O",
  Đ: "D",
  Ð: "D",
  Æ: "AE",
  Œ: "OE",
  Þ: "TH",
};

/** A family name as it is looked up: capitals, without accents, spaces, hyphens and apostrophes. */
function foldName(name: string): string {
  const capitals = name.normalize("NFKD").toUpperCase();
  return capitals
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/[ŁØĐÐÆŒÞ]/g, (letter) => alike[letter] ?? letter);
}

/** Where in the table `identifiers` a patient stands by day of birth and name; undefined where either is not known. */
export function directoryRow(
  patient: string,
  { family = "", birthDate = "" }: Partial<NameAndDay>,
): SideWrite | undefined {
  const name = foldName(family);
  if (name === "" || birthDate === "") return undefined;
  return { table: "identifiers", key: `born|${birthDate}|${name}|${patient}`, value: patient };
}

/** Whether it says enough to look for: a day of birth, and two letters of a name or one that is a word of its own. */
export function isEnough({ family, birthDate }: NameAndDay): boolean {
  const name = foldName(family);
  const isWord = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u.test(name);
  return (
    parseDate(birthDate, "UTC") !== undefined &&
    name.length >= (isWord ? 1 : 2) &&
    name.length <= 64
  );
}

/** Those who were born on a day and whose family name begins so, at most `limit`, under the ids that they were told under. */
export async function findByName(
  side: Pick<Side, "list">,
  { family, birthDate }: NameAndDay,
  limit: number,
): Promise<readonly string[]> {
  const prefix = `born|${birthDate}|${foldName(family)}`;
  const rows = await side.list("identifiers", { prefix, limit });
  return rows.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}
