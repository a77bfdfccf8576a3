import { PinError } from "./errors.ts";

/** Those that people choose most and no rule below names (the published lists of leaked four-digit PINs agree on them). */
const favourites: ReadonlySet<string> = new Set([
  "2580",
  "0852",
  "1379",
  "1397",
  "1004",
  "1122",
  "1133",
  "1342",
  "2468",
  "1357",
  "4200",
  "6969",
  "5683",
]);

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

function weakness(pin: string): string | undefined {
  if (favourites.has(pin)) return "one of the most common";
  if (isRun(pin, 0)) return "one digit repeated";
  if (isRun(pin, 1) || isRun(pin, 9)) return "a row of digits";
  if (isRepeated(pin)) return "the same digits twice over";
  if (/^(19|20)[0-9]{2}$/.test(pin)) return "a year";
  if (isDate(pin)) return "a date";
  return undefined;
}

/** Each digit the one before plus `step`, modulo ten: 1234, 8901, 4321 (step 9). */
function isRun(pin: string, step: number): boolean {
  return [...pin].every((digit, index) => {
    if (index === 0) return true;
    return (Number(pin[index - 1]) + step) % 10 === Number(digit);
  });
}

function isRepeated(pin: string): boolean {
  return /^(.+)\1+$/.test(pin);
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
