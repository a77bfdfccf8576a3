import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { importFhir } from "./import-fhir.ts";

const day = 24 * 60 * 60 * 1000;
const vector = readFileSync(
  join(import.meta.dirname, "../../../tests/vectors/fhir/hospital.ndjson"),
  "utf8",
).split("\n");

const request = (more: object = {}) => ({
  resourceType: "ServiceRequest",
  id: "r1",
  status: "active",
  intent: "order",
  subject: { reference: "Patient/p1" },
  authoredOn: "2026-03-09T10:00:00Z",
  category: [{ coding: [{ system: "http://snomed.info/sct", code: "11429006" }] }],
  performerType: { coding: [{ code: "394579002" }] },
  ...more,
});

async function open() {
  const app = await openFeedApp();
  const take = (...resources: readonly object[]) =>
    importFhir(
      app,
      resources.map((each) => JSON.stringify(each)),
      { feed: "fhir", zone: "Europe/London", services: { "394579002": "ICU" } },
    );
  await importFhir(app, vector, { feed: "fhir", zone: "Europe/London" });
  const contacts = () =>
    [...app.world().contacts.values()].filter(({ type }) => type !== "appointment");
  return { app, take, contacts };
}

test("[C5] a request stands from when it was asked, and lapses if nobody says that it is done", async () => {
  const { take, contacts } = await open();
  expect(await take(request())).toMatchObject({ applied: 1 });
  const from = Date.UTC(2026, 2, 9, 10);
  expect(contacts()).toMatchObject([
    { type: "consult", service: "ICU", from, to: from + 90 * day },
  ]);
  expect(await take(request())).toMatchObject({ applied: 0, unchanged: 1 });
});

test.each([
  [{ coding: [{ code: "3457005" }] }, "referral"],
  [{ coding: [{ code: "107724000" }] }, "transfer"],
  [{ coding: [{ code: "363679005" }] }, "order"],
  [undefined, "order"],
])("its category says what it is: %j", async (category, type) => {
  const { take, contacts } = await open();
  await take(request({ category: category === undefined ? undefined : [category] }));
  expect(contacts()).toMatchObject([{ type }]);
});

test("[C5] completed it runs into its tail, revoked it is gone, and told twice nothing changes", async () => {
  const { app, take, contacts } = await open();
  await take(request());
  const now = app.clock.now();
  expect(await take(request({ status: "completed" }))).toMatchObject({ applied: 1 });
  expect(contacts()).toMatchObject([{ to: now }]);
  app.clock.advance(1000);
  expect(await take(request({ status: "completed" }))).toMatchObject({ unchanged: 1 });
  expect(await take(request({ status: "revoked" }))).toMatchObject({ applied: 1 });
  expect(contacts()).toEqual([]);
  expect(await take(request({ status: "revoked" }))).toMatchObject({ historic: 1 });
});

test("one that nobody has asked for yet gives nothing; one that was over before we heard is historic", async () => {
  const { take, contacts } = await open();
  expect(await take(request({ status: "draft" }))).toMatchObject({ unchanged: 1 });
  expect(await take(request({ status: "completed" }))).toMatchObject({ historic: 1 });
  const past = { start: "2025-01-01", end: "2025-01-02" };
  expect(await take(request({ occurrencePeriod: past }))).toMatchObject({ historic: 1 });
  expect(contacts()).toEqual([]);
});

test("where it is to be done, and by whom", async () => {
  const { take, contacts } = await open();
  const told = request({
    performerType: undefined,
    performer: [{ reference: "Organization/x" }, { reference: "Practitioner/nobody" }],
    locationReference: [{ reference: "Location/ward-4b" }],
    occurrencePeriod: { start: "2026-03-10T09:00:00Z", end: "2026-03-10T12:00:00Z" },
  });
  await take(told);
  expect(contacts()).toMatchObject([
    { service: "4B", from: Date.UTC(2026, 2, 10, 9), to: Date.UTC(2026, 2, 10, 12) },
  ]);
  expect(contacts()[0]).not.toHaveProperty("person");
});

test.each([
  [{ status: "lost" }, "status"],
  [{ status: 7 }, "status"],
  [{ subject: { reference: "Group/1" } }, "subject"],
  [{ subject: { reference: "Patient/none" } }, "subject"],
  [{ authoredOn: undefined }, "authoredOn"],
  [{ authoredOn: "soon" }, "authoredOn"],
  [{ occurrenceDateTime: 3 }, "occurrenceDateTime"],
  [{ occurrencePeriod: { start: "x" } }, "occurrencePeriod.start"],
  [{ occurrencePeriod: { start: "2026-03-10", end: "2026-03-09" } }, "occurrencePeriod.end"],
  [{ performerType: undefined }, "performerType"],
  [{ performerType: { coding: [{ code: "nowhere" }] } }, "performerType"],
])("what cannot be used is refused with its element: %j", async (more, column) => {
  const { take, contacts } = await open();
  const { refusals } = await take(request(more));
  expect(refusals).toMatchObject([{ line: 1, column: `ServiceRequest.${column}` }]);
  expect(contacts()).toEqual([]);
});

test.each([
  { status: "on-hold" },
  { status: "draft" },
  { intent: "proposal" },
  { intent: "plan" },
  { intent: "option" },
  { doNotPerform: true },
])("[C5] what asks nobody now gives no access, and takes what it gave: %j", async (more) => {
  const { take, contacts } = await open();
  expect(await take(request(more))).toMatchObject({ unchanged: 1 });
  expect(contacts()).toEqual([]);
  await take(request());
  expect(contacts()).toHaveLength(1);
  expect(await take(request(more))).toMatchObject({ applied: 1 });
  expect(contacts()).toEqual([]);
  expect(await take(request())).toMatchObject({ applied: 1 });
  expect(contacts()).toHaveLength(1);
});

test("one of which the sender does not know how it stands stays as it was", async () => {
  const { take, contacts } = await open();
  expect(await take(request({ status: "unknown" }))).toMatchObject({ unchanged: 1 });
  expect(contacts()).toEqual([]);
  await take(request());
  expect(await take(request({ status: "unknown" }))).toMatchObject({ unchanged: 1 });
  expect(contacts()).toHaveLength(1);
});

test("an intent that is none is refused", async () => {
  const { take } = await open();
  const { refusals } = await take(request({ intent: undefined }), request({ intent: "wish" }));
  const intent = { column: "ServiceRequest.intent", reason: "it is none that is known" };
  expect(refusals).toEqual([
    { line: 1, ...intent },
    { line: 2, ...intent },
  ]);
});
