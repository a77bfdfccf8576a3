import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import {
  createAdtFeed,
  fhirOrder,
  type ImportReport,
  importFhir,
  importRoster,
  importStaff,
} from "../../feeds/index.ts";
import { canonical } from "../../world/index.ts";
import { generateHospital } from "../generate-hospital.ts";
import { hospitalCommands, isLoaded } from "../load/hospital-commands.ts";
import { hospitalFiles } from "./hospital-files.ts";

const day = 24 * 60 * 60_000;
const now = Temporal.Instant.from("2026-11-23T14:05:00Z").epochMilliseconds;
const hospital = generateHospital({ seed: "files", now });
const files = hospitalFiles(hospital);
const lines = (name: string): string[] => files[name]!.split(/\r?\n/);

const setUp = new Set(["hospital.register-places", "hospital.register-feeds"]);

async function open(wanted: (name: string) => boolean): Promise<FeedApp> {
  const app = await openFeedApp(now);
  const deps = { hash: (_use: string, number: string) => app.hash(number), messageHash: app.hash };
  for (const command of hospitalCommands(hospital, deps)) {
    if (wanted(command.name)) await app.submit(command);
  }
  return app;
}

const staffOptions = { feed: "staff", zone: "Europe/London" };

async function takeStaff(app: FeedApp): Promise<ImportReport> {
  return await importStaff({ ...app, badgeHash: app.hash }, lines("staff.csv"), staffOptions);
}

async function takeRoster(app: FeedApp, format: "csv" | "calendar"): Promise<ImportReport> {
  const name = format === "csv" ? "roster.csv" : "roster.ics";
  return await importRoster(app, lines(name), { feed: "roster", zone: "UTC", format, full: true });
}

async function takeAdt(app: FeedApp): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const { id, type } of hospital.feeds) {
    if (type !== "adt") continue;
    const settings = { feed: id, zone: "UTC", processing: "P" };
    const feed = createAdtFeed({ ...app, settings });
    for (const text of files[`${id}.hl7`]!.split("\n").filter((one) => one !== "")) {
      outcomes.push((await feed.receive(new TextEncoder().encode(text))).outcome);
    }
  }
  return outcomes;
}

async function takeFhir(app: FeedApp, types = fhirOrder): Promise<Record<string, ImportReport>> {
  const reports: Record<string, ImportReport> = {};
  for (const type of types) {
    if (files[`${type}.ndjson`] === undefined) continue;
    reports[type] = await importFhir(app, lines(`${type}.ndjson`), { feed: "fhir", zone: "UTC" });
  }
  return reports;
}

/** What the world says in the hospital's own numbers, so that worlds with other ids can be compared. */
async function told(app: FeedApp): Promise<Readonly<Record<string, readonly string[]>>> {
  const names = new Map<string, string>();
  for (const prefix of ["staff|", "engagement|", "mrn|", "visit|", "shift|", "on-call|"]) {
    for (const { key, value } of await app.side.list("identifiers", { prefix, limit: 100_000 })) {
      names.set(String(value), key);
    }
  }
  const world = app.world();
  const inNumbers = (row: object): string =>
    canonical(row).replace(
      /"[a-z]{3}_[A-Za-z0-9_-]+"/g,
      (id) => `"${names.get(id.slice(1, -1)) ?? "-"}"`,
    );
  const asserted = new Set<string>();
  const all = <T extends object>(rows: Iterable<T>): readonly string[] =>
    [...rows].map(inNumbers).sort();
  for (const { id, type } of world.engagements.values()) if (type === "employee") asserted.add(id);
  return {
    // An employee's end is the importer's to say (L2), and a badge ends with its engagement there.
    engagements: all(
      [...world.engagements.values()].map((one) =>
        asserted.has(one.id) ? { ...one, to: 0 } : one,
      ),
    ),
    badges: all([...world.badges.values()].map(({ person }) => ({ person }))),
    roles: all([...world.roles.values()].map(({ id: _id, ...role }) => role)),
    // What ended a day ago is history to an importer.
    shifts: all([...world.shifts.values()].filter(({ to }) => to > now - day)),
    onCalls: all([...world.onCalls.values()].filter(({ to }) => to > now - day)),
    encounters: all(
      [...world.encounters.values()].map(({ id, patient, state }) => ({ id, patient, state })),
    ),
    careTeams: all(
      [...world.careTeams.values()].map(({ members, patient }) => ({ members, patient })),
    ),
    appointments: all([...world.contacts.values()].map(({ id: _id, ...one }) => one)),
  };
}

const clean = { parked: 0, refused: 0, refusals: [] };

describe("the hospital's files", { timeout: 60_000 }, () => {
  it.each(["csv", "calendar"] as const)(
    "make the same world through the interfaces as the commands do (%s)",
    async (format) => {
      const app = await open((name) => setUp.has(name));
      expect(await takeStaff(app)).toMatchObject({ ...clean, unchanged: 0, historic: 0 });
      const roster = await takeRoster(app, format);
      expect(roster).toMatchObject({ ...clean, unchanged: 0 });
      expect(roster.applied).toBeGreaterThan(2_000);
      expect(new Set(await takeAdt(app))).toEqual(new Set(["applied"]));
      const reports = await takeFhir(app, ["Patient", "Practitioner", "CareTeam", "Appointment"]);
      for (const report of Object.values(reports))
        expect(report).toMatchObject({ ...clean, historic: 0 });
      const loaded = await open(() => true);
      expect(isLoaded(hospital, app.world())).toBe(true);
      const [wired, known] = [await told(app), await told(loaded)];
      for (const part of Object.keys(known))
        expect([part, wired[part]]).toEqual([part, known[part]]);
      const ends = [...app.world().engagements.values()].filter(({ type }) => type === "employee");
      for (const { to } of ends)
        expect(Math.abs(to - now - 365 * day)).toBeLessThanOrEqual(31 * day);
    },
  );

  it("change nothing of what the commands have loaded", async () => {
    const app = await open(() => true);
    const before = await told(app);
    // HR's own assertion may move an employee's end by the spread, once.
    expect(await takeStaff(app)).toMatchObject(clean);
    expect(await takeStaff(app)).toMatchObject({ ...clean, applied: 0 });
    for (const format of ["csv", "calendar"] as const) {
      expect(await takeRoster(app, format)).toMatchObject({ ...clean, applied: 0, cancelled: 0 });
    }
    const outcomes = await takeAdt(app);
    expect(outcomes).not.toContain("applied");
    expect(outcomes).not.toContain("refused");
    const reports = await takeFhir(app, ["Location", "Patient", "Practitioner", "Encounter"]);
    expect(reports["Encounter"]).toMatchObject({ ...clean, applied: 0 });
    for (const report of Object.values(reports)) expect(report).toMatchObject(clean);
    const again = await takeFhir(app, ["Location", "Patient", "Practitioner", "Encounter"]);
    for (const report of Object.values(again))
      expect(report).toMatchObject({ ...clean, applied: 0 });
    expect(await told(app)).toEqual(before);
  });

  it("have every in-patient in the right bed where FHIR alone tells of them", async () => {
    const app = await open((name) => name === "hospital.register-places");
    await takeStaff(app);
    const reports = await takeFhir(app, ["Location", "Patient", "Practitioner", "Encounter"]);
    for (const report of Object.values(reports)) expect(report).toMatchObject(clean);
    const loaded = await open(() => true);
    const beds = (of: FeedApp): readonly string[] =>
      [...of.world().encounters.values()]
        .filter(({ state }) => state.status === "admitted")
        .map(({ state: { attending, class: kind, onLeave, stays } }) =>
          canonical([attending.length, kind, onLeave, stays]),
        )
        .sort();
    expect(beds(app)).toHaveLength(hospital.size.inPatients);
    expect(beds(app)).toEqual(beds(loaded));
  });

  it("are the same bytes each time", () => {
    const again = hospitalFiles(generateHospital({ seed: "files", now }));
    expect(again).toEqual(files);
  });
});
