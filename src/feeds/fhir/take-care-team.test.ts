import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { importFhir } from "./import-fhir.ts";

const vector = readFileSync(
  join(import.meta.dirname, "../../../tests/vectors/fhir/hospital.ndjson"),
  "utf8",
).split("\n");

const team = (more: object = {}) => ({
  resourceType: "CareTeam",
  id: "t1",
  status: "active",
  subject: { reference: "Patient/p2" },
  participant: [{ member: { reference: "Practitioner/dr2" } }],
  ...more,
});

async function open() {
  const app = await openFeedApp();
  const take = (...resources: readonly object[]) =>
    importFhir(
      app,
      resources.map((each) => JSON.stringify(each)),
      { feed: "fhir", zone: "Europe/London" },
    );
  await importFhir(app, vector.slice(0, 12), { feed: "fhir", zone: "Europe/London" });
  /** Who is in it now. */
  const members = () => {
    const now = app.clock.now();
    return [...app.world().careTeams.values()]
      .flatMap((each) => each.members)
      .filter(({ from, to }) => from <= now && (to === undefined || now < to));
  };
  return { app, take, members };
}

test.each(["proposed", "suspended", "inactive", "entered-in-error"])(
  "[C3] only an active team gives access: one that is %s does not, and takes what it gave",
  async (status) => {
    const { app, take, members } = await open();
    expect(await take(team({ status }))).toMatchObject({ applied: 0, refused: 0 });
    expect(members()).toEqual([]);
    expect(await take(team())).toMatchObject({ applied: 1 });
    expect(members()).toHaveLength(1);
    app.clock.advance(1000);
    expect(await take(team({ status }))).toMatchObject({ applied: 1 });
    expect(members()).toEqual([]);
    app.clock.advance(1000);
    expect(await take(team({ status }))).toMatchObject({ unchanged: 1 });
    expect(await take(team())).toMatchObject({ applied: 1 });
    expect(members()).toHaveLength(1);
  },
);

const unknownStatus = { column: "CareTeam.status", reason: "it is none that is known" };

test.each([
  [{ status: "bogus" }, unknownStatus],
  [{ status: "Active" }, unknownStatus],
  [
    { status: undefined },
    {
      column: "CareTeam.status",
      reason: "it is missing: only an active team gives access",
    },
  ],
  [{ status: 7 }, { column: "CareTeam.status", reason: "it is no text" }],
  [{ period: "x" }, { column: "CareTeam.period", reason: "it is no object" }],
  [{ period: { end: "soon" } }, { column: "CareTeam.period.end", reason: "it is no time" }],
  [{ period: { end: "" } }, { column: "CareTeam.period.end", reason: "it is no text" }],
  [{ period: { end: null } }, { column: "CareTeam.period.end", reason: "it is no text" }],
  [
    { participant: [{ member: { reference: "Practitioner/dr2" }, period: { end: [1] } }] },
    { column: "CareTeam.participant[0].period.end", reason: "it is no text" },
  ],
  [{ participant: {} }, { column: "CareTeam.participant", reason: "it is no list" }],
])("[C3] what cannot be read gives nobody access: %j", async (more, refusal) => {
  const { take, members } = await open();
  const report = await take(team(more), team({ id: "t2" }));
  expect(report).toMatchObject({ applied: 1, refused: 1 });
  expect(report.refusals).toEqual([{ line: 1, ...refusal }]);
  expect(members()).toHaveLength(1);
});

test("[C3] who is not in a team any more is out of it, and be it everybody", async () => {
  const { take, members } = await open();
  await take(team());
  expect(members()).toHaveLength(1);
  expect(await take(team({ participant: [] }))).toMatchObject({ applied: 1 });
  expect(members()).toEqual([]);
  expect(await take(team({ participant: [] }))).toMatchObject({ unchanged: 1 });
});
