import type { Random } from "./random.ts";
import { randomFrom } from "./random.ts";

/**
 * The check digit of `digits` by ISO/IEC 7064 MOD 11,10, which finds every wrong digit and almost every swapped pair, and
 * is always a digit.
 */
function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** Whether `number` is digits that end in their own check digit. */
export function checks(number: string): boolean {
  return /^[0-9]{2,}$/.test(number) && checkDigit(number.slice(0, -1)) === number.slice(-1);
}

/** Numbers of one kind: the `index`th, scattered so that neighbours differ, none twice below 10^`length`. */
export function scattered(seed: string, kind: string, length: number): (index: number) => string {
  const space = 10 ** length;
  const offset = randomFrom(seed, `numbers|${kind}`).below(space);
  // The golden section scatters best; an end in 9 makes it coprime to every power of ten, so that no number comes twice.
  const stride = Math.floor(space * 0.061_803_398_874) * 10 + 9;
  return (index) => {
    if (index < 0 || index >= space) throw new RangeError(`there are no more numbers for ${kind}`);
    const product = index * stride;
    if (!Number.isSafeInteger(product))
      throw new RangeError(`there are no more numbers for ${kind}`);
    return String((offset + (product % space)) % space).padStart(length, "0");
  };
}

/** The hospital's own patient numbers: six digits (seven where there may be more than 500,000 patients) and a check digit. */
export function patientNumbers(seed: string, patients: number): (index: number) => string {
  const number = scattered(seed, "patient", patients > 500_000 ? 7 : 6);
  return (index) => {
    const digits = number(index);
    return digits + checkDigit(digits);
  };
}

/** PINs that no thief would try first. */
export function makePin(random: Random): string {
  for (;;) {
    const pin = random.digits(4);
    if (!isObvious(pin)) return pin;
  }
}

/**
 * A nought in the middle is under no letter, so that no word is spelled; from 40 on there is no day, month or year; four digits of
 * which none is beside the next on a pad are no repetition and no way over it. 4096 is known to everybody who counts in twos.
 */
function isObvious(pin: string): boolean {
  if (!/^[4-9](0[1-9]|[1-9]0)[1-9]$/.test(pin) || pin === "4096") return true;
  if (new Set(pin).size < 4) return true;
  return [0, 1, 2].some((place) => beside.includes(pin.slice(place, place + 2)));
}

/** Digits that stand beside each other on a pad, either way. */
const beside: readonly string[] = "12 23 45 56 78 89 14 47 25 58 36 69 80"
  .split(" ")
  .flatMap((pair) => [pair, [...pair].toReversed().join("")]);
