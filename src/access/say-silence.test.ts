import { expect, test } from "vitest";
import { saySilence } from "./say-silence.ts";

const zone = "Europe/London";
const since = Date.parse("2026-03-10T09:00:00Z");

test("[C4] which feed is silent and since when, with the day where it is not today", () => {
  const soon = { zone, at: since + 3_600_000 };
  expect(saySilence({ type: "adt", since }, soon)).toBe(
    "Where patients are has not been heard since 09:00.",
  );
  const dayAfter = { zone, at: since + 24 * 3_600_000 };
  expect(saySilence({ type: "roster", since }, dayAfter)).toBe(
    "The roster has not been heard since 09:00 yesterday.",
  );
});
