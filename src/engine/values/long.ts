import { Fault } from "./fault.ts";

/**
 * A 64-bit signed integer. Canonical: a number when that is exact, else a bigint, so that equal integers
 * are `===` and a JavaScript `Set` or `Map` holds each once.
 */
export type Long = number | bigint;

const longest: bigint = 2n ** 63n - 1n;
const least: bigint = -(2n ** 63n);

/** Whether it fits 64 bits. */
export function fits(value: bigint): boolean {
  return value >= least && value <= longest;
}

/** The one form of an integer of at most 64 bits. */
export function canonicalLong(value: bigint): Long {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** The sum. @throws Fault on overflow */
export function add(a: Long, b: Long): Long {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return checked(BigInt(a) + BigInt(b), a, b, "add");
}

/** The difference. @throws Fault on overflow */
export function subtract(a: Long, b: Long): Long {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return checked(BigInt(a) - BigInt(b), a, b, "subtract");
}

/** The product. @throws Fault on overflow */
export function multiply(a: Long, b: Long): Long {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding 0 makes +0 of -0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return checked(BigInt(a) * BigInt(b), a, b, "multiply");
}

/** The opposite. @throws Fault on overflow */
export function negate(a: Long): Long {
  if (typeof a === "number") return 0 - a;
  const opposite = -a;
  if (fits(opposite)) return canonicalLong(opposite);
  throw new Fault(`integer overflow while attempting to negate the value \`${a}\``);
}

function checked(result: bigint, a: Long, b: Long, verb: string): Long {
  if (fits(result)) return canonicalLong(result);
  throw new Fault(`integer overflow while attempting to ${verb} the values \`${a}\` and \`${b}\``);
}
