import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf, readAcknowledgement } from "../../../tests/support/hl7.ts";
import { receiveAdt } from "../adt/receive-adt.ts";
import { importFhir } from "../fhir/import-fhir.ts";
import { importRoster } from "../roster/import-roster.ts";
import { importStaff } from "../staff/import-staff.ts";

const roles = new Set(["nurse", "doctor"]);

async function open() {
  const app = await openFeedApp();
  await app.wards("4B");
  await app.engage("C001");
  const log = async () => JSON.stringify(await app.records());
  return { app, log };
}

const coded = (code: string) => ({ coding: [{ code }] });
const people = [
  { resourceType: "Location", id: "w", identifier: [{ value: "4B" }] },
  { resourceType: "Patient", id: "p", name: [{ family: "A" }] },
  { resourceType: "Practitioner", id: "d", identifier: [{ value: "D1" }] },
];
const role = {
  resourceType: "PractitionerRole",
  id: "r",
  practitioner: { reference: "Practitioner/d" },
  code: [coded("nurse")],
  location: [{ reference: "Location/w" }],
};

async function takeFhir(app: Awaited<ReturnType<typeof openFeedApp>>, ...resources: object[]) {
  const lines = [...people, ...resources].map((each) => JSON.stringify(each));
  return await importFhir(app, lines, { feed: "fhir", zone: "UTC", policyRoles: roles });
}

test.each([roles, undefined])(
  "[U3] a text for a role in a roster is refused, with its place",
  async (known) => {
    const { app, log } = await open();
    const options = { feed: "roster", zone: "UTC", roles: known };
    const csv = [
      "uid,staff_number,ward,role,from,to",
      "a,C001,4B,nurse,2026-03-20T08:00,2026-03-20T16:00",
      "b,C001,4B,ZZ Smith,2026-03-21T08:00,2026-03-21T16:00",
    ];
    const names = known === undefined ? "" : ": it has nurse, doctor";
    const reason = `the role ZZ Smith is not in the policy${names}`;
    expect(await importRoster(app, csv, { ...options, format: "csv" })).toMatchObject({
      applied: 1,
      refusals: [{ line: 3, column: "role", reason }],
    });
    const calendar = [
      "BEGIN:VCALENDAR",
      "BEGIN:VEVENT",
      "UID:c",
      "LOCATION:4B",
      "CATEGORIES:ZZ Smith",
      "X-WARDKEY-STAFF:C001",
      "DTSTART:20260322T080000Z",
      "DTEND:20260322T160000Z",
      "END:VEVENT",
      "END:VCALENDAR",
    ];
    expect(await importRoster(app, calendar, { ...options, format: "calendar" })).toMatchObject({
      applied: 0,
      refusals: [{ line: 2, column: "CATEGORIES", reason }],
    });
    expect(await log()).not.toContain("ZZ");
  },
);

test("[U3] a text for a role in a staff file is refused, also where no policy is at hand", async () => {
  const { app, log } = await open();
  const file = ["staff_number,family,from,role,ward", "C9,A,2026-01-01,ZZ Smith,4B"];
  const report = await importStaff(app, file, { feed: "staff", zone: "UTC" });
  expect(report).toMatchObject({ applied: 0, refusals: [{ line: 2, column: "role" }] });
  expect(await log()).not.toContain("ZZ");
});

test("[U3] a care team's role that is none of the policy's stays out of the log; the part in the team stands", async () => {
  const { app, log } = await open();
  const member = (code: string) => ({
    member: { reference: "Practitioner/d" },
    role: [coded(code)],
  });
  const team = (id: string, code: string) => ({
    resourceType: "CareTeam",
    id,
    status: "active",
    subject: { reference: "Patient/p" },
    participant: [member(code)],
  });
  const report = await takeFhir(app, team("t1", "ZZ Smith"), team("t2", "doctor"));
  expect(report).toMatchObject({ applied: 5, refused: 0 });
  const members = [...app.world().careTeams.values()].flatMap((each) => each.members);
  expect(members.map((each) => each.role)).toEqual(["member", "doctor"]);
  expect(await log()).not.toContain("ZZ");
});

test.each([
  [[coded("208D00000X")], "PractitionerRole.code[0]"],
  [[coded("nurse"), coded("ZZ Smith")], "PractitionerRole.code[1]"],
  [[{ text: "ZZ Smith" }], "PractitionerRole.code[0]"],
])(
  "a PractitionerRole whose code is no role here gives no engagement without one: %j",
  async (code, column) => {
    const { app, log } = await open();
    const report = await takeFhir(app, { ...role, code });
    expect(report).toMatchObject({ refused: 1, refusals: [{ line: 4, column }] });
    expect(app.world().engagements.size).toBe(1);
    expect(await log()).not.toContain("ZZ");
  },
);

test("a role needs a ward; who is engaged without a role needs none; an end needs no role that is known", async () => {
  const { app } = await open();
  const noWard = { ...role, location: [] };
  expect(await takeFhir(app, noWard)).toMatchObject({
    refusals: [{ line: 4, column: "PractitionerRole.location", reason: "a role needs a ward" }],
  });
  expect(await takeFhir(app, { ...noWard, code: [] })).toMatchObject({ applied: 1, refused: 0 });
  app.clock.advance(1000);
  const over = { ...role, active: false, code: [coded("none")] };
  expect(await takeFhir(app, over)).toMatchObject({ applied: 1, refused: 0 });
});

test.each([
  ["4B^ZZROOM SMITH^ZZBED SMITH", ""],
  ["", "4B^^ZZBED SMITH"],
])(
  "[U3] a text for a bed in ADT waits for people, and is not in the log: %s %s",
  async (place, passing) => {
    const { app, log } = await open();
    const settings = { feed: "pas", zone: "UTC", processing: "P" };
    const text = adtText({
      trigger: passing === "" ? "A01" : "A08",
      control: "1",
      at: "20260310080000",
      place,
      passing,
    });
    const received = await receiveAdt({ ...app, settings }, bytesOf(text));
    const field = passing === "" ? "PV1-3" : "PV1-11";
    expect(received).toMatchObject({ outcome: "parked" });
    expect(received.reason).toMatch(new RegExp(`^${field}: ".*ZZBED SMITH" is no code of a room`));
    expect(readAcknowledgement(received.acknowledgement)).toMatchObject({ code: "AA" });
    expect(app.world().encounters.size).toBe(0);
    expect(await log()).not.toContain("ZZ");
  },
);

test("[U3] a Location that is a bed by name is refused", async () => {
  const { app } = await open();
  const bed = {
    resourceType: "Location",
    id: "b",
    identifier: [{ value: "ZZBED SMITH" }],
    physicalType: coded("bd"),
    partOf: { reference: "Location/w" },
  };
  const lines = [people[0], bed].map((each) => JSON.stringify(each));
  expect(await importFhir(app, lines, { feed: "fhir", zone: "UTC" })).toMatchObject({
    refusals: [
      { line: 2, column: "Location.identifier", reason: "it is no code of a room or bed" },
    ],
  });
});
