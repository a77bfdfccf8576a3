import { PinError } from "./errors.ts";

/**
 * Those that are often chosen and that no rule below names. Two are among the ten or twenty most
 * chosen: 5683 (P. Markert et al., "This PIN Can Be Easily Guessed", IEEE S&P 2020) and 1004 (N. Berry, DataGenetics, 2012).
 * The rest is our own choice, uncounted: ways over the pad, codes, constants that mean something to many.
 */
const favourites: ReadonlySet<string> = new Set([
  ...["5683", "1004"],
  ...[
    "1379",
    "1397",
    "1793",
    "7913",
    "9731",
    "3197",
    "1470",
    "0741",
    "3690",
    "0963",
    "0258",
    "8520",
  ],
  ...["5150", "4200", "1342", "0007", "1337", "0815", "4711", "0911", "9110", "1314", "5201314"],
  ...["3141", "31415", "314159", "3142", "2718", "27182", "271828", "1123", "11235", "112358"],
]);

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
 * @throws PinError `pin-malformed`, `pin-too-common`
 */
export function checkPin(pin: string): void {
  if (!/^[0-9]{4,12}$/.test(pin)) {
    throw new PinError("pin-malformed", "A PIN has 4 to 12 digits.");
  }
  const why = weakness(pin);
  if (why !== undefined) {
    throw new PinError(
      "pin-too-common",
      `This PIN is ${why}; others would try it first. Choose another.`,
    );
  }
}

/** The patterns that studies of chosen PINs find beside dates: rows, repetitions, mirrors, ways over the pad. */
function weakness(pin: string): string | undefined {
  if (favourites.has(pin)) return "one of the most common";
  if (isRun(pin, 0)) return "one digit repeated";
  if ([1, 9, 2, 8].some((step) => isRun(pin, step))) return "a row of digits";
  if (/^(.+)\1+$/.test(pin)) return "the same digits twice over";
  if (/^((.)\2+)+$/.test(pin)) return "made of doubled digits";
  if (pin === [...pin].toReversed().join("")) return "the same forwards and backwards";
  if (isCountedOn(pin)) return "made of numbers that count on";
  if (isWalk(pin)) return "a way over the keys";
  if (/^(19|20)[0-9]{2}$/.test(pin)) return "a year";
  if (isDate(pin)) return "a date";
  return undefined;
}

/** Each digit the one before plus `step`, modulo ten: 1234, 8901, 4321 (step 9), 2468 (step 2). */
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

/** DDMMYY, MMDDYY or YYMMDD, and the same with the whole year. */
function isDate(pin: string): boolean {
  const day = "(0[1-9]|[12][0-9]|3[01])";
  const month = "(0[1-9]|1[0-2])";
  const year = pin.length === 8 ? "(19|20)[0-9]{2}" : "[0-9]{2}";
  if (pin.length !== 6 && pin.length !== 8) return false;
  const forms = [`${day}${month}${year}`, `${month}${day}${year}`, `${year}${month}${day}`];
  return forms.some((form) => new RegExp(`^${form}$`).test(pin));
}
