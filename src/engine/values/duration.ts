import { Fault } from "./fault.ts";
import { canonicalLong, fits, type Long } from "./long.ts";

/** A length of time. */
export class Duration {
  readonly milliseconds: Long;

  constructor(milliseconds: Long) {
    this.milliseconds = milliseconds;
  }
}

/** The units by the method that counts in them, in milliseconds. */
export const units = {
  toMilliseconds: 1,
  toSeconds: 1000,
  toMinutes: 60_000,
  toHours: 3_600_000,
  toDays: 86_400_000,
} as const;

const pattern = /^(-?)(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?$/;
const sizes = [86_400_000n, 3_600_000n, 60_000n, 1000n, 1n];

/** Reads `1d2h3m4s5ms`: any of them, largest first, with a leading `-` if it is negative. @throws Fault */
export function parseDuration(text: string): Duration {
  const parts = pattern.exec(text);
  if (parts === null || text === "" || text === "-") throw wrong("invalid duration pattern");
  let total = 0n;
  for (const [index, size] of sizes.entries()) {
    const count = (parts[index + 2] ?? "0").replace(/^0+(?=[0-9])/, "");
    if (count.length > 19) throw wrong("Duration overflows internal representation");
    total += BigInt(count) * size;
  }
  if (parts[1] === "-") total = -total;
  if (!fits(total)) throw wrong("Duration overflows internal representation");
  return new Duration(canonicalLong(total));
}

/** How many whole units it has, towards zero. */
export function wholeUnits({ milliseconds }: Duration, unit: keyof typeof units): Long {
  const size = units[unit];
  if (typeof milliseconds === "number") return Math.trunc(milliseconds / size) + 0;
  return canonicalLong(milliseconds / BigInt(size));
}

function wrong(why: string): Fault {
  return new Fault(`error while evaluating \`duration\` extension function: ${why}`);
}
