import { PinError } from "./errors.ts";

/**
 * Those that are often chosen and that no rule below names. Two are among the ten or twenty most
 * chosen: 5683 (P. Markert et al., "This PIN Can Be Easily Guessed", IEEE S&P 2020) and 1004 (N. Berry, DataGenetics, 2012).
 * The rest is our own choice, uncounted, as the words are: ways over the pad, codes, constants that mean something to many.
 */
const favourites: ReadonlySet<string> = new Set(
  `5683 1004
  1379 1397 1793 7913 9731 3197 1739 9713 3179 7139 1937 9173
  1590 0951 3570 0753 7530 1236 3214 7896 9874 1478 8741 3698 8963 4569 6547
  5150 4200 1342 1324 1423 1243 2143 3412 2413 4231 1235 1245 1346 4561 7891 1230 0123 3210
  0007 1337 1312 0815 4711 0911 9110 1314 5201314 520520 0420 8675309 867530 90210 4815162342 1701 2112
  1984 2020 6502 8086 0404 0101 0001 1000 1024 2048 4096 8192 16384 32768 65536 1048576
  3141 31415 314159 3141592 3142 2718 27182 271828 1618 16180 161803 1414 141421 1732 173205 6022 6626 299792 142857
  1123 11235 112358 1235813 2357 235711 1491 149162 14916 248163 124816 12481632
  10203 100200 102030 1020304 246810 13579 135790 24680 97531 86420 98765 123450 543210 012345`.split(
    /\s+/,
  ),
);

/** What a pad's letters spell; in a hospital, too. */
const words = new Set(
  `love hate home help pass open lock hell baby king star cash bank work ward life cool cute jack john mike alex mary kate rose
  fuck shit girl boys kiss hope wolf bear lion duck fish blue pink gold jesus angel money lucky happy music party peace
  nurse doctor heart heal cure care bone skin drug dose hiv ecg icu ward bed test user admin login enter hello secret
  summer winter spring autumn monday friday sunday iloveyou password welcome princess dragon monkey football hospital medicine
  geheim hallo liebe schatz arzt klinik station passwort`.split(/\s+/),
);
const onThePad = new Set([...words].map(digitsOf).filter((digits) => digits.length >= 4));

/** The keys of a pad under which its letters stand (ITU-T E.161). */
function digitsOf(word: string): string {
  const keys = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];
  return [...word].map((letter) => keys.findIndex((key) => key.includes(letter)) + 2).join("");
}

/** The lines of three keys on a pad, either way; and the keys beside each other. */
const lines = ["123", "456", "789", "147", "258", "369", "159", "357"];
const line = lines.flatMap((keys) => [keys, [...keys].toReversed().join("")]).join("|");
const beside: ReadonlySet<string> = new Set(
  ["12", "23", "45", "56", "78", "89", "14", "47", "25", "58", "36", "69", "80"].flatMap(
    ([from = "", to = ""]) => [from + to, to + from],
  ),
);

/**
 * Refuses a PIN that is none or that anybody would try first (NIST SP 800-63B-4 section 3.1.1.2: compare
 * against commonly used values). Existing PINs are not checked again.
 *
 * @param leaked further PINs that nobody may choose, as a hospital has them from a breach
 * @throws PinError `pin-malformed`, `pin-too-common`
 */
export function checkPin(pin: string, leaked: ReadonlySet<string> = new Set()): void {
  if (!/^[0-9]{4,12}$/.test(pin)) {
    throw new PinError("pin-malformed", "A PIN has 4 to 12 digits.");
  }
  const why = leaked.has(pin) ? "on the hospital's list of leaked ones" : weakness(pin);
  if (why !== undefined) {
    throw new PinError(
      "pin-too-common",
      `This PIN is ${why}; others would try it first. Choose another.`,
    );
  }
}

/** The patterns that studies of chosen PINs find: dates, rows, repetitions, mirrors, ways over the pad, words on its keys. */
function weakness(pin: string): string | undefined {
  if (favourites.has(pin)) return "one of the most common";
  if (isRun(pin, 0)) return "one digit repeated";
  if (onThePad.has(pin)) return "a word on the keys";
  if ([1, 2, 3, 7, 8, 9].some((step) => isRun(pin, step))) return "a row of digits";
  if (/^((.)\2\2.|.(.)\3\3)$/.test(pin)) return "one digit three times over";
  if (/^(.+)\1+$/.test(pin)) return "the same digits twice over";
  if (/^((.)\2+)+$/.test(pin)) return "made of doubled digits";
  if (pin === [...pin].toReversed().join("")) return "the same forwards and backwards";
  if (isCountedOn(pin)) return "made of numbers that count on";
  if (isWalk(pin)) return "a way over the keys";
  if (/^((19|20)[0-9]{2})+$/.test(pin)) return "a year, or years";
  if (isDate(pin)) return "a date";
  return undefined;
}

/** Each digit the one before plus `step`, modulo ten: 1234, 8901, 4321 (step 9), 2468 (step 2), 1470 (step 3). */
function isRun(pin: string, step: number): boolean {
  return [...pin].every((digit, index) => {
    if (index === 0) return true;
    return (Number(pin[index - 1]) + step) % 10 === Number(digit);
  });
}

/** Three pairs or more of which each digit counts on by one or stays: 142536, 102030. */
function isCountedOn(pin: string): boolean {
  if (pin.length < 6 || pin.length % 2 > 0) return false;
  return [0, 1].every((place) => {
    const column = [...pin].filter((_, index) => index % 2 === place).join("");
    return [0, 1, 9].some((step) => isRun(column, step));
  });
}

/** From key to key beside it (2580, 1254), or line by line (159753, 147258). */
function isWalk(pin: string): boolean {
  const isStep = (_: string, index: number) => beside.has(pin.slice(index, index + 2));
  return [...pin.slice(1)].every(isStep) || new RegExp(`^(${line})+$`).test(pin);
}

const day = "(0[1-9]|[12][0-9]|3[01])";
const month = "(0[1-9]|1[0-2])";
const year = "(19|20)[0-9]{2}";
const short = "[0-9]{2}";

/** By its length: day and month either way; with a short year before or after, or a month and a year; with a whole year. */
const dates: Readonly<Record<number, RegExp>> = {
  4: anyOf(day + month, month + day),
  6: anyOf(
    day + month + short,
    month + day + short,
    short + month + day,
    month + year,
    year + month,
  ),
  8: anyOf(day + month + year, month + day + year, year + month + day, year + day + month),
};

function anyOf(...forms: readonly string[]): RegExp {
  return new RegExp(`^(?:${forms.join("|")})$`);
}

function isDate(pin: string): boolean {
  return dates[pin.length]?.test(pin) === true;
}
