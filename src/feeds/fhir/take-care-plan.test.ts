import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { importFhir } from "./import-fhir.ts";
import type { Organisations } from "./options.ts";

const day = 24 * 60 * 60 * 1000;
const vector = readFileSync(
  join(import.meta.dirname, "../../../tests/vectors/fhir/hospital.ndjson"),
  "utf8",
).split("\n");

const [north, south] = ["https://north.example/passports", "https://south.example/passports"];
const codes = "https://codes.example/organisations";
const knownBy = new Map([
  [north, new Set([`${codes}|N1`, "Organization/north"])],
  [south, new Set([`${codes}|S1`])],
]);

/** As the policy of `us` says: what we are called, and what the other one is. */
function believing(us: string, other: string): Organisations {
  const issuer = { issuer: other, knownAs: knownBy.get(other) ?? new Set<string>() };
  return { knownAs: knownBy.get(us) ?? new Set(), issuers: new Map([[other, issuer]]) };
}

const organisation = (value: string) => ({
  type: "Organization",
  identifier: { system: codes, value },
});
const plan = (more: object = {}) => ({
  resourceType: "CarePlan",
  id: "c1",
  status: "active",
  intent: "plan",
  subject: { reference: "Patient/p1" },
  period: { start: "2026-03-10T09:00:00Z", end: "2026-03-20T09:00:00Z" },
  category: [{ coding: [{ code: "394579002" }] }],
  contributor: [organisation("N1"), organisation("S1")],
  ...more,
});
const transfer = (more: object = {}) => ({
  resourceType: "ServiceRequest",
  id: "r1",
  status: "active",
  intent: "order",
  subject: { reference: "Patient/p1" },
  authoredOn: "2026-03-09T10:00:00Z",
  category: [{ coding: [{ code: "107724000" }] }],
  performerType: { coding: [{ code: "394579002" }] },
  performer: [organisation("S1")],
  ...more,
});

async function open(organisations: Organisations | "none" = believing(north, south)) {
  const app = await openFeedApp();
  const take = (...resources: readonly object[]) =>
    importFhir(
      app,
      resources.map((each) => JSON.stringify(each)),
      {
        feed: "fhir",
        zone: "Europe/London",
        services: { "394579002": "ICU" },
        ...(organisations === "none" ? {} : { organisations }),
      },
    );
  await importFhir(app, vector, { feed: "fhir", zone: "Europe/London" });
  const before = new Set([...app.world().contacts.values()].map(({ id }) => id));
  const contacts = () => [...app.world().contacts.values()].filter(({ id }) => !before.has(id));
  return { app, take, contacts };
}

const period = { from: Date.UTC(2026, 2, 10, 9), to: Date.UTC(2026, 2, 20, 9) };

test("[C11] a shared-care plan lets in, on each side, that side's own team and the other's, for its period and by the same resource", async () => {
  for (const [us, other] of [
    [north, south],
    [south, north],
  ] as const) {
    const { app, take, contacts } = await open(believing(us, other));
    expect(await take(plan())).toMatchObject({ applied: 1 });
    const teams = { own: true, visiting: [other] };
    expect(contacts()).toMatchObject([{ type: "shared-care", service: "ICU", teams, ...period }]);
    expect(await take(plan())).toMatchObject({ applied: 0, unchanged: 1 });
    expect(await take(plan({ status: "completed" }))).toMatchObject({ applied: 1 });
    expect(contacts()).toEqual([]);
    expect(await take(plan({ status: "completed" }))).toMatchObject({ historic: 1 });
    const told = (await app.records()).filter(({ kind }) => kind.startsWith("pathway."));
    expect(told.map(({ kind }) => kind)).toEqual(["pathway.opened", "pathway.closed"]);
  }
});

test("[C11] a transfer to a house whose passports are believed lets in its team, and there it is a transfer to the own service", async () => {
  const sending = await open(believing(north, south));
  await sending.take(transfer());
  const from = Date.UTC(2026, 2, 9, 10);
  expect(sending.contacts()).toMatchObject([
    {
      type: "patient-transfer",
      service: "ICU",
      teams: { own: false, visiting: [south] },
      from,
      to: from + 90 * day,
    },
  ]);
  expect(await sending.take(transfer({ status: "completed" }))).toMatchObject({ applied: 1 });
  expect(sending.contacts()).toEqual([]);
  const receiving = await open(believing(south, north));
  await receiving.take(transfer());
  expect(receiving.contacts()).toMatchObject([{ type: "transfer", service: "ICU", from }]);
  expect(receiving.contacts()[0]).not.toHaveProperty("teams");
});

test("[C11] a transfer that comes to be for another house, or no more, is the one or the other", async () => {
  const { app, take, contacts } = await open();
  await take(transfer({ performer: [] }));
  expect(contacts()).toMatchObject([{ type: "transfer" }]);
  await take(transfer());
  expect(contacts()).toMatchObject([{ type: "patient-transfer" }]);
  await take(transfer({ performer: [], status: "revoked" }));
  expect(contacts()).toEqual([]);
  expect((await app.records()).map(({ kind }) => kind)).toContain("pathway.closed");
});

test.each([
  { status: "on-hold" },
  { status: "draft" },
  { status: "revoked" },
  { status: "entered-in-error" },
  { intent: "proposal" },
  { intent: "option" },
  { contributor: [] },
  { contributor: [organisation("X9")] },
  { contributor: [{ identifier: { system: codes, value: "S1" }, type: "Device" }] },
])("[C11] what lets nobody in now takes what it gave: %j", async (more) => {
  const { take, contacts } = await open();
  await take(plan(more));
  expect(contacts()).toEqual([]);
  await take(plan());
  expect(contacts()).toHaveLength(1);
  expect(await take(plan(more))).toMatchObject({ applied: 1 });
  expect(contacts()).toEqual([]);
});

test("[C11] a team that is out of the plan is out at once; of a plan of which nobody knows how it stands nothing changes", async () => {
  const { take, contacts } = await open();
  await take(plan());
  await take(plan({ contributor: [{ reference: "Organization/north" }] }));
  expect(contacts()).toMatchObject([{ teams: { own: true, visiting: [] } }]);
  expect(await take(plan({ status: "unknown" }))).toMatchObject({ unchanged: 1 });
  expect(contacts()).toHaveLength(1);
});

test("[C11] a plan without an end lapses, its ward may be a Location, and one long over is historic", async () => {
  const { take, contacts } = await open();
  const place = { category: undefined, supportingInfo: [{ reference: "Location/ward-4b" }] };
  await take(plan({ ...place, period: { start: "2026-03-10T09:00:00Z" } }));
  expect(contacts()).toMatchObject([{ service: "4B", to: period.from + 90 * day }]);
  const past = { start: "2025-01-01", end: "2025-01-02" };
  expect(await take(plan({ id: "c2", period: past }))).toMatchObject({ historic: 1 });
});

test("[C11] where the policy says of no organisation what it is called, no pathway lets anybody in", async () => {
  const { take, contacts } = await open("none");
  expect(await take(plan())).toMatchObject({ unchanged: 1 });
  await take(transfer());
  expect(contacts()).toMatchObject([{ type: "transfer" }]);
});

test.each([
  [{ status: "lost" }, "status"],
  [{ status: undefined }, "status"],
  [{ intent: "wish" }, "intent"],
  [{ subject: { reference: "Group/1" } }, "subject"],
  [{ subject: { reference: "Patient/none" } }, "subject"],
  [{ period: undefined }, "period.start"],
  [{ period: { start: "soon" } }, "period.start"],
  [{ period: { start: "2026-03-10", end: "2026-03-09" } }, "period.end"],
  [{ category: [{ coding: [{ code: "nowhere" }] }] }, "category"],
  [{ contributor: { reference: "Organization/north" } }, "contributor"],
  [{ contributor: [{ identifier: { value: 7 } }] }, "contributor[0].identifier.value"],
])("what cannot be used is refused with its element: %j", async (more, column) => {
  const { take, contacts } = await open();
  const { refusals } = await take(plan(more));
  expect(refusals).toMatchObject([{ line: 1, column: `CarePlan.${column}` }]);
  expect(contacts()).toEqual([]);
});
