import { expect, test } from "vitest";
import { german } from "../messages/german.ts";
import { sayDuties } from "./say-server.ts";

const evening = Date.parse("2026-11-28T19:30:00Z");
const shift = (to: number) => ({
  duty: "Shift on 4A to 07:45",
  duties: [{ code: "shift", values: { ward: "4A", to: { instant: to } }, zone: "UTC" }],
});
const inGerman = (to: number): string =>
  sayDuties(shift(to), { server: german.server, locale: "de-DE", now: evening });

test("the end of a night shift is said without its day, which nobody takes for another one's", () => {
  expect(inGerman(Date.parse("2026-11-29T07:45:00Z"))).not.toMatch(/Sonntag/);
  expect(inGerman(Date.parse("2026-11-30T07:45:00Z"))).toMatch(/Montag/);
});
