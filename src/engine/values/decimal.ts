import { Fault } from "./fault.ts";
import { canonicalLong, fits, type Long } from "./long.ts";

/** A number with four digits after the point. */
export class Decimal {
  /** In ten-thousandths. */
  readonly value: Long;

  constructor(value: Long) {
    this.value = value;
  }
}

const overflow = "overflow when converting to decimal";

/** Of 64 bits, in ten-thousandths. */
const mostWhole = 922_337_203_685_477n;

/** Reads `12.34`: digits on both sides of the point, four after it at most. @throws Fault */
export function parseDecimal(text: string): Decimal {
  const parts = /^(-?)(\p{Nd}+)\.(\p{Nd}+)$/u.exec(text);
  if (parts === null) throw wrong(`\`${text}\` is not a well-formed decimal value`);
  const [, sign, whole = "", fraction = ""] = parts;
  // Cedar's pattern takes any script's digits, and its conversion only these; the whole part is converted first.
  const isWhole = /^[0-9]+$/.test(whole) && whole.replace(/^0+/, "").length <= 15;
  if (!isWhole || BigInt(whole) > mostWhole) throw wrong(overflow);
  const isFraction = /^[0-9]+$/.test(fraction);
  const length = isFraction ? fraction.length : new TextEncoder().encode(fraction).length;
  if (length > 4) throw wrong(`too many digits after the decimal in \`${text}\``);
  if (!isFraction) throw wrong(overflow);
  const size = BigInt(whole + fraction.padEnd(4, "0"));
  const value = sign === "-" ? -size : size;
  if (!fits(value)) throw wrong(overflow);
  return new Decimal(canonicalLong(value));
}

/** As {@link parseDecimal} reads it. */
export function decimalText({ value }: Decimal): string {
  const size = BigInt(value);
  const digits = String(size < 0n ? -size : size).padStart(5, "0");
  return `${size < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function wrong(why: string): Fault {
  return new Fault(`error while evaluating \`decimal\` extension function: ${why}`);
}
