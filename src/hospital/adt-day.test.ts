import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { adtDay } from "./adt-day.ts";
import { generateHospital } from "./generate-hospital.ts";

const minute = 60_000;
const hour = 60 * minute;
const now = Temporal.Instant.from("2026-11-23T14:05:20Z").epochMilliseconds;
const hospital = generateHospital({ seed: "a day", now });

describe("an ADT day", () => {
  it("[C4] is a heartbeat a minute for each ADT feed, and nobody moves", () => {
    const due = adtDay(hospital, now, now + 10 * minute);
    expect(due).toHaveLength(20);
    expect(due.every(({ text }) => text.includes("|NMD^N02|"))).toBe(true);
    expect(new Set(due.map(({ text }) => text.split("|")[9])).size).toBe(10);
  });

  it("is the same in one window or in many", () => {
    const options = { transferEvery: 20 * minute };
    const whole = adtDay(hospital, now, now + 24 * hour, options);
    const parts = Array.from({ length: 24 }, (_, index) =>
      adtDay(hospital, now + index * hour, now + (index + 1) * hour, options),
    ).flat();
    expect(parts).toEqual(whole);
    expect(whole.map(({ at }) => at)).toEqual(whole.map(({ at }) => at).sort((a, b) => a - b));
  });

  it("moves patients to free beds of their site where it is wanted", () => {
    const moves = adtDay(hospital, now, now + 48 * hour, { transferEvery: 10 * minute })
      .filter(({ text }) => text.includes("|ADT^A02|"))
      .map(({ feed, text }) => ({ feed, fields: text.split("\r")[3]!.split("|") }));
    expect(moves.length).toBeGreaterThan(200);
    const beds = new Map<string, string>();
    for (const { events, visit } of hospital.encounters.slice(0, hospital.size.inPatients)) {
      const place = events.findLast(({ location }) => location?.bed !== undefined)!.location!;
      beds.set(visit, `${place.ward}^^${place.bed}`);
    }
    for (const { feed, fields } of moves) {
      const [place, visit] = [fields[3]!, fields[19]!];
      expect([...beds.values()]).not.toContain(place);
      beds.set(visit, place);
      const site = hospital.wards.find(({ id }) => id === place.split("^")[0])!.site;
      expect(feed).toBe(`adt-${site}`);
    }
  });
});
