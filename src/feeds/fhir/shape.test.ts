import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { importFhir } from "./import-fhir.ts";

const vector = readFileSync(
  join(import.meta.dirname, "../../../tests/vectors/fhir/hospital.ndjson"),
  "utf8",
).split("\n");

async function open() {
  const app = await openFeedApp();
  const take = (...resources: readonly object[]) =>
    importFhir(
      app,
      resources.map((each) => JSON.stringify(each)),
      { feed: "fhir", zone: "Europe/London" },
    );
  await importFhir(app, vector.slice(0, 10), { feed: "fhir", zone: "Europe/London" });
  return { app, take };
}

const patient = { resourceType: "Patient", id: "n1" };
const encounter = {
  resourceType: "Encounter",
  id: "n1",
  status: "in-progress",
  subject: { reference: "Patient/p1" },
  period: { start: "2026-03-08" },
};
const appointment = {
  resourceType: "Appointment",
  id: "n1",
  status: "booked",
  start: "2026-03-12T09:00:00Z",
  serviceType: [{ coding: [{ code: "ICU" }] }],
  participant: [
    { actor: { reference: "Patient/p1" }, status: "accepted" },
    { actor: { reference: "Practitioner/dr2" }, status: "accepted" },
  ],
};
const role = {
  resourceType: "PractitionerRole",
  id: "n1",
  practitioner: { reference: "Practitioner/dr1" },
};

test.each([
  [{ ...patient, birthDate: "1980-99-99" }, "Patient.birthDate", "it is no date"],
  [{ ...patient, birthDate: "1980-01-01T00:00:00Z" }, "Patient.birthDate", "it is no date"],
  [{ ...patient, birthDate: 19800101 }, "Patient.birthDate", "it is no text"],
  [{ ...patient, name: "Smith" }, "Patient.name", "it is no list"],
  [{ ...patient, name: [{ family: {} }] }, "Patient.name[0].family", "it is no text"],
  [{ ...patient, name: [{ given: [7] }] }, "Patient.name[0].given[0]", "it is no text"],
  [{ ...patient, identifier: { value: "7" } }, "Patient.identifier", "it is no list"],
  [{ ...patient, identifier: [{ type: "MR" }] }, "Patient.identifier[0].type", "it is no object"],
  [{ ...patient, gender: 7 }, "Patient.gender", "it is no text"],
  [{ ...patient, gender: "constructor" }, "Patient.gender", "it is none that is known"],
  [{ ...patient, meta: { security: { code: "R" } } }, "Patient.meta.security", "it is no list"],
  [{ ...patient, meta: { lastUpdated: "now" } }, "Patient.meta.lastUpdated", "it is no time"],
  [{ ...role, active: "false" }, "PractitionerRole.active", "it is neither true nor false"],
  [{ ...role, active: null }, "PractitionerRole.active", "it is neither true nor false"],
  [{ ...role, period: "2025" }, "PractitionerRole.period", "it is no object"],
  [
    { resourceType: "Person", id: "n1", active: "no" },
    "Person.active",
    "it is neither true nor false",
  ],
  [{ ...appointment, end: "garbage" }, "Appointment.end", "it is no time"],
  [
    { ...appointment, minutesDuration: 0 },
    "Appointment.minutesDuration",
    "it is no whole number from 1 to 10000",
  ],
  [{ ...appointment, minutesDuration: "9" }, "Appointment.minutesDuration", "it is no number"],
  [
    { ...appointment, participant: [{ status: "perhaps" }] },
    "Appointment.participant[0].status",
    "it is none that is known",
  ],
  [
    { ...encounter, location: [{ location: { reference: "Location/icu" }, status: "perhaps" }] },
    "Encounter.location[0].status",
    "it is none that is known",
  ],
  [
    { ...encounter, statusHistory: [{ status: "onleave", period: { start: "x" } }] },
    "Encounter.statusHistory[0].period.start",
    "it is no time",
  ],
  [
    {
      ...encounter,
      participant: [{ individual: { reference: "Practitioner/dr1" }, period: { end: "x" } }],
    },
    "Encounter.participant[0].period.end",
    "it is no time",
  ],
])(
  "an element that FHIR does not have so is refused by its path, and the file goes on: %j",
  async (resource, column, reason) => {
    const { take } = await open();
    const report = await take(resource, { ...patient, id: "n2" });
    expect(report).toMatchObject({ read: 2, applied: 1, refusals: [{ line: 1, column, reason }] });
  },
);

test("what FHIR may leave out, or have besides, is no fault", async () => {
  const { app, take } = await open();
  const report = await take({
    ...patient,
    birthDate: "1980-02",
    gender: "unknown",
    name: [{ given: [null, "Ann"], _given: [{}, null], family: "" }],
    contact: "not read",
  });
  expect(report).toMatchObject({ applied: 1, refused: 0 });
  const [id] = await app.side.get([{ table: "identifiers", key: "fhir|Patient/n1" }]);
  const [name] = await app.side.get([{ table: "names", key: String(id) }]);
  expect(name).not.toHaveProperty("birthDate");
});

test("[C5] who has declined an appointment is not expected", async () => {
  const { app, take } = await open();
  await take({
    ...appointment,
    participant: [
      { actor: { reference: "Patient/p1" }, status: "accepted" },
      { actor: { reference: "Practitioner/dr2" }, status: "declined" },
    ],
  });
  expect([...app.world().contacts.values()].map(({ person }) => person)).toEqual([undefined]);
});

test("[C3] whose part in a visit was over before the visit is does not attend any more", async () => {
  const { app, take } = await open();
  const part = (who: string, period: object) => ({
    type: [{ coding: [{ code: "ATND" }] }],
    individual: { reference: `Practitioner/${who}` },
    period,
  });
  const participant = [
    part("dr1", { start: "2026-03-08", end: "2026-03-09" }),
    part("dr2", { start: "2026-03-09" }),
  ];
  expect(await take({ ...encounter, participant })).toMatchObject({ applied: 1 });
  const [dr2] = await app.side.get([{ table: "identifiers", key: "fhir|Practitioner/dr2" }]);
  expect([...app.world().encounters.values()].map(({ state }) => state.attending)).toEqual([[dr2]]);
});
