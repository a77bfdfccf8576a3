import { type NameOrigin, nameOrigins } from "./name-lists.ts";
import type { Random } from "./random.ts";

/** What a person or patient is called. */
export interface Name {
  /** Absent where somebody has one name only; then `family` is that name. */
  readonly given?: string;
  readonly family: string;
}

/** A person's sex as HL7 table 0001 writes it. */
export type Sex = "F" | "M" | "O";

/** What the chosen names are for: staff badges carry Latin letters here, patients are called as they are. */
export type NameUse = "staff" | "patient";

const forUse: Readonly<Record<NameUse, readonly NameOrigin[]>> = {
  patient: nameOrigins,
  staff: nameOrigins.filter((origin) => origin.patientsOnly !== true),
};

const weights: Readonly<Record<NameUse, number>> = {
  patient: total(forUse.patient),
  staff: total(forUse.staff),
};

function total(origins: readonly NameOrigin[]): number {
  return origins.reduce((sum, { weight }) => sum + weight, 0);
}

/** A made-up name. */
export function makeName(random: Random, sex: Sex, use: NameUse): Name {
  const origin = pickOrigin(random, use);
  const given = random.pick(firstNames(origin, sex));
  const { family: families, form } = origin;
  if (form === "single") return { family: given };
  const family = random.pick(families);
  const second =
    form === "two" || (form === "hyphen" && random.chance(0.08)) ? random.pick(families) : family;
  if (second === family) return { given, family };
  return { given, family: form === "two" ? `${family} ${second}` : `${family}-${second}` };
}

function pickOrigin(random: Random, use: NameUse): NameOrigin {
  let left = random.below(weights[use]);
  for (const origin of forUse[use]) {
    if (left < origin.weight) return origin;
    left -= origin.weight;
  }
  throw new RangeError("the weights of the origins do not add up");
}

function firstNames(origin: NameOrigin, sex: Sex): readonly string[] {
  if (sex === "F") return origin.female;
  if (sex === "M") return origin.male;
  return [...origin.female, ...origin.male];
}

/** "Ben Okafor". */
export function displayName({ given, family }: Name): string {
  return given === undefined ? family : `${given} ${family}`;
}

/** "BO": the first letter of each of the two names. */
export function initials({ given, family }: Name): string {
  return [given, family]
    .map((part) => [...(part ?? "")][0]?.toLocaleUpperCase("en") ?? "")
    .join("");
}
