import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { Datetime } from "../values/datetime.ts";
import { Duration, parseDuration } from "../values/duration.ts";
import { showDatetime, showDuration } from "./times.ts";

test("an instant is shown as an independent calendar shows it", () => {
  const any = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(any, (milliseconds) => {
      const there = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO("UTC");
      const date = there
        .toPlainDate()
        .toString({ calendarName: "never" })
        .replace(/^[+-]00/, "");
      const smallestUnit = milliseconds % 1000 === 0 ? "second" : "millisecond";
      const time = there.toPlainTime().toString({ smallestUnit });
      expect(showDatetime(new Datetime(milliseconds))).toBe(`${date} ${time} UTC`);
    }),
  );
  expect(showDatetime(new Datetime(2n ** 62n))).toBe("4611686018427387904 ms since 1970");
});

test("a length of time is shown as Cedar reads it", () => {
  const any = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(any, (milliseconds) => {
      const shown = showDuration(new Duration(milliseconds));
      expect(BigInt(parseDuration(shown).milliseconds)).toBe(milliseconds);
    }),
  );
  expect(showDuration(new Duration(28_800_000))).toBe("8h");
  expect(showDuration(new Duration(0))).toBe("0ms");
});
