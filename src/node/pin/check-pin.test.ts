import { expect, test } from "vitest";
import { generateHospital } from "../../hospital/index.ts";
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
  ["0852", "straight up the pad"],
  ["1254", "round the pad"],
  ["123321", "a mirror"],
  ["12344321", "a longer mirror"],
  ["1221", "a short mirror"],
  ["2112", "another"],
  ["159753", "both diagonals"],
  ["147258", "two columns"],
  ["789456", "two rows"],
  ["142536", "two rows by turns"],
  ["102030", "tens"],
  ["11223344", "pairs"],
  ["111222", "triples"],
  ["1133", "two pairs"],
  ["2468", "by twos"],
  ["5150", "a code"],
  ["0318", "a month and its day"],
  ["1803", "a day and its month"],
  ["3112", "the last day of the year"],
  ["0229", "a day that most years have not"],
  ["031958", "a month and its year"],
  ["195803", "a year and its month"],
  ["18031958", "a day with its year"],
  ["19581962", "two years"],
  ["1470", "by threes"],
  ["1112", "one digit three times"],
  ["2999", "the same at the end"],
  ["5683", "a word on the keys"],
  ["68773", "what its owner does, on the keys"],
  ["45683968", "a whole sentence"],
  ["7139", "the corners"],
  ["271828", "a constant"],
])("a PIN that anybody would try is refused: %s, %s", (pin) => {
  expect(codeOf(pin)).toBe("pin-too-common");
});

test.each(["4826", "7391", "0052", "3618", "50736", "904417", "147269", "73920518"])(
  "others are fine: %s",
  (pin) => {
    expect(codeOf(pin)).toBe("fine");
  },
);

test("the demonstration gives nobody a PIN that would be refused", () => {
  const { staff } = generateHospital({ seed: "demo", now: 1_773_169_200_000 });
  expect(staff.length).toBeGreaterThan(100);
  expect(staff.filter(({ pin }) => codeOf(pin) !== "fine")).toEqual([]);
});

test("the refusal does not repeat the PIN", () => {
  expect(() => checkPin("1958")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("1958") }),
  );
});

test.each([
  [4, 1, 0.17],
  [6, 13, 0.13],
  [8, 1_301, 0.02],
])(
  "of all PINs of %i digits, of which every %i. is tried, few are refused",
  (length, step, most) => {
    const all = 10 ** length;
    let asked = 0;
    let refused = 0;
    for (let number = 0; number < all; number += step) {
      asked++;
      if (codeOf(`${number}`.padStart(length, "0")) !== "fine") refused++;
    }
    const share = refused / asked;
    process.stderr.write(
      `${length} digits: ${refused} of ${asked} refused, ${(100 * share).toFixed(2)} %\n`,
    );
    expect(share).toBeLessThan(most);
  },
);
