import { expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf } from "../../../tests/support/hl7.ts";
import { receiveAdt } from "../adt/receive-adt.ts";
import { importFhir } from "../fhir/import-fhir.ts";
import { importStaff } from "../staff/import-staff.ts";

async function open() {
  const app = await openFeedApp();
  await app.wards("4A", "4B");
  const settings = { feed: "pas", zone: "Europe/London", processing: "P" };
  const deps = { ...app, submit: app.submit, settings };
  const send = (text: string) => receiveAdt(deps, bytesOf(text));
  const take = (...resources: readonly object[]) =>
    importFhir(
      { ...app, submit: app.submit },
      resources.map((resource) => JSON.stringify(resource)),
      { feed: "fhir", zone: "Europe/London" },
    );
  return { app, send, take };
}

async function rowOf(app: FeedApp, key: string) {
  const [id] = await app.side.get([{ table: "identifiers", key }]);
  return app.world().sensitivities.get(String(id));
}

/** What is marked now, and by whom. */
async function marksOf(app: FeedApp, key = "mrn|41"): Promise<readonly string[]> {
  const marks = (await rowOf(app, key))?.marks ?? [];
  return marks
    .filter(({ on }) => on)
    .map(({ mark, source }) => `${mark} by ${source}`)
    .toSorted();
}

/** An update at an hour of the day, with its PV1-16, PV2-22 and PD1-12; undefined leaves the segment or field out. */
function update(hour: number, said: { vip?: string; visit?: string; patient?: string }): string {
  const at = `20260310${String(hour).padStart(2, "0")}0000`;
  const text = adtText({ trigger: "A01", control: `c${hour}`, at, place: "4B^^7" });
  const [head, event, pid, pv1 = ""] = text.split("\r");
  const fields = pv1.split("|");
  if (said.vip !== undefined) fields[16] = said.vip;
  const pd1 = said.patient === undefined ? [] : [`PD1${"|".repeat(12)}${said.patient}`];
  const pv2 = said.visit === undefined ? [] : [`PV2${"|".repeat(22)}${said.visit}`];
  return `${[head, event, pid, ...pd1, fields.join("|"), ...pv2].join("\r")}\r`;
}

test("[C10] an ADT message marks a chart by PV1-16, PV2-22 and PD1-12, and takes back what it marked", async () => {
  const { app, send } = await open();
  await send(update(1, { vip: "VIP" }));
  expect(await marksOf(app)).toEqual(["vip by pas"]);
  // A field that says nothing changes nothing.
  await send(update(2, {}));
  expect(await marksOf(app)).toEqual(["vip by pas"]);
  await send(update(3, { vip: '""', visit: "Y" }));
  expect(await marksOf(app)).toEqual(["sealed by pas"]);
  await send(update(4, { vip: "N", visit: "N", patient: "Y" }));
  expect(await marksOf(app)).toEqual(["sealed by pas"]);
  await send(update(5, { visit: "N" }));
  expect(await marksOf(app)).toEqual([]);
});

test("[C1] [C10] an older message that comes late takes nothing back", async () => {
  const { app, send } = await open();
  await send(update(5, { vip: "Y" }));
  await send(update(3, { vip: "N" }));
  expect(await marksOf(app)).toEqual(["vip by pas"]);
  const before = (await app.records()).length;
  await send(update(5, { vip: "Y" }));
  expect((await app.records()).length).toBe(before);
});

const labelled = (...security: readonly (readonly [string, string])[]) => ({
  resourceType: "Patient",
  id: "p1",
  identifier: [{ type: { coding: [{ code: "MR" }] }, value: "41" }],
  meta: {
    security: security.map(([system, code]) => ({
      system: `http://terminology.hl7.org/CodeSystem/${system}`,
      code,
    })),
  },
});

test("[C10] a FHIR Patient marks a chart by its security labels, and a later one without them takes that back", async () => {
  const { app, take } = await open();
  await take(labelled(["v3-Confidentiality", "N"], ["v3-Other", "V"]));
  expect(await marksOf(app)).toEqual([]);
  await take(labelled(["v3-Confidentiality", "V"], ["v3-ActCode", "CEL"], ["v3-ActCode", "EMP"]));
  expect(await marksOf(app)).toEqual(["colleague by fhir", "sealed by fhir", "vip by fhir"]);
  app.clock.advance(1_000);
  await take(labelled(["v3-ActCode", "VIP"]));
  expect(await marksOf(app)).toEqual(["vip by fhir"]);
});

test("[C10] a FHIR Person says that a Patient is a Practitioner, and that it was a mistake", async () => {
  const { app, take } = await open();
  const link = (...targets: readonly string[]) =>
    targets.map((reference) => ({ target: { reference } }));
  const practitioner = {
    resourceType: "Practitioner",
    id: "d1",
    identifier: [{ type: { coding: [{ code: "EI" }] }, value: "C1" }],
  };
  const person = { resourceType: "Person", id: "x1", link: link("Patient/p1", "Practitioner/d1") };
  expect(await take(person)).toMatchObject({
    refusals: [
      { column: "Person.link", reason: "Practitioner/d1 is not known here; import it first" },
    ],
  });
  await take(labelled(), practitioner, person);
  const [staff] = await app.side.get([{ table: "identifiers", key: "staff|C1" }]);
  expect((await rowOf(app, "mrn|41"))?.person).toBe(staff);
  expect(await take(person)).toMatchObject({ unchanged: 1 });
  const two = { ...person, link: link("Practitioner/d1", "Practitioner/d2") };
  expect(await take(two)).toMatchObject({ refused: 1 });
  await take({ ...person, active: false });
  expect(await rowOf(app, "mrn|41")).toBeUndefined();
});

test("[C10] [U3] a staff file's patient_number links a person to their own chart, as ids only", async () => {
  const { app, take } = await open();
  await take(labelled());
  const file = (number: string) =>
    importStaff(
      { ...app, submit: app.submit },
      [`staff_number,family,from,patient_number`, `C7,Bell,2026-01-01,${number}`],
      { feed: "hr", zone: "Europe/London" },
    );
  expect(await file("99")).toMatchObject({
    refusals: [{ column: "patient_number", reason: "no patient has this number here" }],
  });
  expect(await file("41")).toMatchObject({ applied: 1 });
  const [staff] = await app.side.get([{ table: "identifiers", key: "staff|C7" }]);
  expect((await rowOf(app, "mrn|41"))?.person).toBe(staff);
  expect(await file("41")).toMatchObject({ unchanged: 1 });
  const said = (await app.records()).find(({ kind }) => kind === "patient.linked");
  expect(JSON.stringify(said?.body)).not.toMatch(/"41"|C7|Bell/);
});
