import { expect, test } from "vitest";
import { checkPin, PinError } from "./index.ts";

const codeOf = (pin: string): string => {
  try {
    checkPin(pin);
    return "fine";
  } catch (error) {
    if (error instanceof PinError) return error.code;
    throw error;
  }
};

test.each(["", "123", "12a4", " 1379", "1234567890123", "١٢٣٤", "4826\n"])(
  "what is no PIN is refused: %j",
  (pin) => expect(codeOf(pin)).toBe("pin-malformed"),
);

test.each([
  ["0000", "one digit"],
  ["1234", "a run"],
  ["4321", "a run down"],
  ["8901", "a run over the nine"],
  ["1212", "a pair twice"],
  ["482482", "three twice"],
  ["1958", "a year of birth"],
  ["2004", "a year"],
  ["120358", "a date"],
  ["19580312", "a date with its year"],
  ["2580", "straight down the pad"],
])("a PIN that anybody would try is refused: %s, %s", (pin) => {
  expect(codeOf(pin)).toBe("pin-too-common");
});

test.each(["4826", "7391", "0318", "50736", "904417"])("others are fine: %s", (pin) => {
  expect(codeOf(pin)).toBe("fine");
});

test("the refusal does not repeat the PIN", () => {
  expect(() => checkPin("1958")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("1958") }),
  );
});
