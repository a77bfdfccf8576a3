import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeWith, testData } from "../../../tests/house/needs.ts";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf } from "../../../tests/support/hl7.ts";
import { syntheaCounts, syntheaIgnored } from "../../../tests/support/synthea.ts";
import { receiveAdt } from "../adt/receive-adt.ts";
import type { Line } from "../shared/lines.ts";
import { importFhir } from "./import-fhir.ts";
import type { FhirOptions } from "./options.ts";

const day = 24 * 60 * 60 * 1000;
const vector = readFileSync(
  join(import.meta.dirname, "../../../tests/vectors/fhir/hospital.ndjson"),
  "utf8",
);

async function open() {
  const app = await openFeedApp();
  const take = (lines: readonly (Line | object)[], more: Partial<FhirOptions> = {}) =>
    importFhir(
      { ...app, submit: app.submit },
      lines.map((line) =>
        typeof line === "string" || line instanceof Uint8Array ? line : JSON.stringify(line),
      ),
      { feed: "fhir", zone: "Europe/London", ...more },
    );
  const id = async (key: string) =>
    String((await app.side.get([{ table: "identifiers", key }]))[0]);
  const visit = async (key: string) => app.world().encounters.get(await id(key))?.state;
  return { app, take, id, visit };
}

const encounter = (id: string, status: string, more: object = {}) => ({
  resourceType: "Encounter",
  id,
  status,
  class: { code: "IMP" },
  subject: { reference: "Patient/p1" },
  period: { start: "2026-03-08T10:00:00Z" },
  location: [{ location: { reference: "Location/ward-4b" } }],
  ...more,
});

describe("FHIR resources", () => {
  test("of every kind become what they mean; the vector's counts", async () => {
    const { app, take, id, visit } = await open();
    const report = await take(vector.split("\n"));
    expect(report).toMatchObject({
      read: 21,
      applied: 14,
      unchanged: 1,
      historic: 3,
      parked: 0,
      refused: 3,
      ignored: { Condition: 2, Organization: 1 },
      refusals: [
        {
          line: 6,
          column: "Location.partOf",
          reason: "Location/nowhere is not known here; import it first",
        },
        {
          line: 16,
          column: "Encounter.subject",
          reason: "Patient/unknown is not known here; import Patient first",
        },
        { line: 24, reason: "it is no JSON: column 1 should be a value" },
      ],
    });
    const world = app.world();
    expect(world.sites.get("north")).toMatchObject({ name: "North", zone: "Europe/London" });
    expect([world.wards.get("4B"), world.wards.get("ICU")]).toMatchObject([
      { site: "north", pattern: "inpatient" },
      { site: "north", pattern: "theatre-icu" },
    ]);
    const ben = await id("staff|C001");
    expect(world.rolesByPerson.get(ben).map((role) => world.roles.get(role)?.ward)).toEqual([
      "4B",
      "ICU",
    ]);
    expect(await visit("visit|V1")).toMatchObject({
      status: "admitted",
      class: "I",
      stays: [
        { ward: "ICU", from: Date.UTC(2026, 2, 8, 9), to: Date.UTC(2026, 2, 9, 8) },
        { ward: "4B", bed: "7", from: Date.UTC(2026, 2, 9, 8) },
      ],
      attending: [await id("staff|C002")],
    });
    expect(await visit("fhir|Encounter/e2")).toMatchObject({
      status: "discharged",
      dischargedAt: Date.UTC(2026, 2, 2, 10),
    });
    expect([...world.careTeams.values()]).toMatchObject([
      {
        patient: await id("mrn|1001"),
        members: [{ person: ben, role: "member", from: Date.UTC(2026, 2, 8) }],
      },
    ]);
    expect([...world.contacts.values()]).toMatchObject([
      { patient: await id("mrn|1002"), service: "ICU", person: await id("staff|C002") },
    ]);
    const [name] = await app.side.get([{ table: "names", key: await id("mrn|1001") }]);
    expect(name).toMatchObject({
      family: "Kowalski",
      given: "Anna",
      sex: "F",
      birthDate: "1958-03-12",
      number: "1001",
    });
    expect(JSON.stringify(await app.records())).not.toMatch(/Kowalski|1001|1958-03|C002|Okafor/);
  });

  test("change nothing the second time", async () => {
    const { app, take } = await open();
    await take(vector.split("\n"));
    const before = (await app.records()).length;
    app.clock.advance(1000);
    expect(await take(vector.split("\n"))).toMatchObject({
      read: 21,
      applied: 0,
      unchanged: 15,
      historic: 3,
      refused: 3,
    });
    expect((await app.records()).length).toBe(before);
  });

  test("may come in a Bundle, and are read with their line", async () => {
    const { take } = await open();
    const resources = vector
      .split("\n")
      .slice(0, 5)
      .map((line) => ({ resource: JSON.parse(line) }));
    expect(await take([{ resourceType: "Bundle", entry: [...resources, {}] }])).toMatchObject({
      read: 6,
      applied: 5,
      refusals: [{ line: 1, reason: "it is no JSON object" }],
    });
  });

  test("that changed take the place of what was said before", async () => {
    const { take, visit } = await open();
    await take(vector.split("\n"));
    const finished = encounter("e9", "finished", {
      period: { start: "2026-03-08T10:00:00Z", end: "2026-03-10T10:00:00Z" },
    });
    expect(await take([encounter("e9", "in-progress"), finished, finished])).toMatchObject({
      applied: 3,
    });
    expect(await visit("fhir|Encounter/e9")).toMatchObject({ status: "discharged" });
    expect(await take([encounter("e9", "onleave")])).toMatchObject({ applied: 1 });
    expect(await visit("fhir|Encounter/e9")).toMatchObject({ status: "admitted", onLeave: true });
    expect(await take([encounter("e9", "cancelled"), encounter("e10", "cancelled")])).toMatchObject(
      { applied: 1, unchanged: 1 },
    );
    expect(await visit("fhir|Encounter/e9")).toMatchObject({ status: "cancelled", stays: [] });
    expect(await take([encounter("e9", "planned")])).toMatchObject({ applied: 1 });
    expect(await visit("fhir|Encounter/e9")).toMatchObject({ status: "planned" });
  });

  test("end what they say has ended: roles, care teams, appointments", async () => {
    const { app, take } = await open();
    await take(vector.split("\n"));
    const lines = vector.split("\n").filter((line) => /"(r1|ct1|a1)"/.test(line));
    const ended = lines.map((line) => {
      const body = JSON.parse(line);
      return {
        ...body,
        active: false,
        status: body.resourceType === "CareTeam" ? "inactive" : "cancelled",
      };
    });
    app.clock.advance(1000);
    expect(await take(ended)).toMatchObject({ applied: 3 });
    expect([...app.world().engagements.values()].every(({ to }) => to <= app.clock.now())).toBe(
      true,
    );
    expect([...app.world().careTeams.values()]).toMatchObject([
      { members: [{ to: app.clock.now() }] },
    ]);
    expect(app.world().contacts.size).toBe(0);
    app.clock.advance(1000);
    expect(await take(ended)).toMatchObject({ applied: 0, unchanged: 3 });
  });

  test("say of what is refused which element is wrong", async () => {
    const { take } = await open();
    await take(vector.split("\n"));
    const report = await take([
      { resourceType: "Encounter" },
      { id: "x" },
      "[]",
      encounter("a", "asleep"),
      encounter("b", "finished"),
      encounter("c", "in-progress", { period: { start: "soon" } }),
      encounter("d", "in-progress", { period: {} }),
      encounter("e", "in-progress", { subject: { reference: "Group/1" } }),
      encounter("f", "in-progress", { location: [{ location: { reference: "Location/x" } }] }),
      encounter("g", "in-progress", {
        location: [{ location: { reference: "Location/icu" }, period: { start: "x" } }],
      }),
      {
        resourceType: "CareTeam",
        id: "h",
        status: "active",
        subject: { reference: "Patient/p1" },
        participant: [],
      },
      { resourceType: "PractitionerRole", id: "i" },
      {
        resourceType: "Appointment",
        id: "j",
        status: "booked",
        participant: [{ actor: { reference: "Patient/p1" } }],
      },
      {
        resourceType: "Location",
        id: "k",
        physicalType: { coding: [{ code: "wa" }] },
        partOf: { reference: "Location/k" },
      },
      {
        resourceType: "Patient",
        id: "p3",
        identifier: [{ type: { coding: [{ code: "MR" }] }, value: "1001" }],
      },
      {
        resourceType: "Patient",
        id: "p2",
        identifier: [{ type: { coding: [{ code: "MR" }] }, value: "1001" }],
      },
    ]);
    expect(report.refusals.map(({ line, column }) => `${line} ${column ?? ""}`.trim())).toEqual([
      "1 Encounter.id",
      "2 resourceType",
      "3",
      "4 Encounter.status",
      "5 Encounter.period.end",
      "6 Encounter.period.start",
      "7 Encounter.period.start",
      "8 Encounter.subject",
      "9 Encounter.location",
      "10 Encounter.location[0].period.start",
      "11 CareTeam.participant",
      "12 PractitionerRole.practitioner",
      "13 Appointment.start",
      "14 Location.partOf",
      "16 Patient.identifier",
    ]);
    expect(report).toMatchObject({ read: 16, applied: 1 });
  });

  test("on a line that is not UTF-8, or not JSON, are refused with the place; two numbers never become one", async () => {
    const { app, take } = await open();
    const numbered = (id: string, number: string) =>
      `{"resourceType":"Patient","id":"${id}","identifier":[{"type":{"coding":[{"code":"MR"}]},"value":"${number}"}]}`;
    const report = await take([
      Buffer.from(numbered("u1", "7\xe9"), "latin1"),
      Buffer.from(numbered("u2", "7\xe8"), "latin1"),
      numbered("u3", "7\\ud800"),
      numbered("u4", "7\\ud801"),
      numbered("u5", "7\\u0000"),
      numbered("u6", "7\\\\u0000"),
      numbered("u7", "7\\ud83d\\ude00"),
      `${numbered("u8", "8")}}`,
      `{"resourceType":"Patient","id":"u9","deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    ]);
    const unkept = "it holds U+0000, or half of a surrogate pair, which cannot be kept";
    expect(report.refusals).toEqual([
      { line: 1, reason: "it is not UTF-8 from character 96 on" },
      { line: 2, reason: "it is not UTF-8 from character 96 on" },
      { line: 3, column: "Patient", reason: unkept },
      { line: 4, column: "Patient", reason: unkept },
      { line: 5, column: "Patient", reason: unkept },
      { line: 8, reason: "it is no JSON: column 100 should be nothing more" },
    ]);
    expect(report).toMatchObject({ read: 9, applied: 3 });
    expect(await app.side.list("identifiers", { prefix: "mrn|7\ufffd", limit: 1 })).toEqual([]);
  });

  test("whose number is no text are refused, not taken in without it", async () => {
    const { take } = await open();
    await take(vector.split("\n"));
    const coded = (code: string, value: unknown) => ({ type: { coding: [{ code }] }, value });
    const wrong = "it is no text of 1 to 64 characters";
    const report = await take([
      { resourceType: "Patient", id: "n1", identifier: [{ value: "x" }, coded("MR", 7)] },
      { resourceType: "Patient", id: "n2", identifier: [coded("MR", " ")] },
      { resourceType: "Patient", id: "n3", identifier: [coded("MR", "9".repeat(65))] },
      { resourceType: "Practitioner", id: "n4", identifier: [{ value: 7 }] },
      { resourceType: "Location", id: "n5", identifier: [{ value: ["4B"] }] },
      encounter("n6", "in-progress", { identifier: [coded("VN", 7)] }),
      encounter("n7", "in-progress", { period: { start: "2026-03-08", end: 7 } }),
      // It has a type and no value: FHIR may leave it out.
      { resourceType: "Patient", id: "n8", identifier: [coded("MR", undefined)] },
    ]);
    expect(report.refusals).toEqual([
      { line: 1, column: "Patient.identifier[1].value", reason: wrong },
      { line: 2, column: "Patient.identifier[0].value", reason: wrong },
      { line: 3, column: "Patient.identifier[0].value", reason: wrong },
      { line: 4, column: "Practitioner.identifier[0].value", reason: wrong },
      { line: 5, column: "Location.identifier[0].value", reason: wrong },
      { line: 6, column: "Encounter.identifier[0].value", reason: wrong },
      { line: 7, column: "Encounter.period.end", reason: "it is no text" },
    ]);
    expect(report).toMatchObject({ read: 8, applied: 1 });
  });

  test("for a site that nobody knows are refused as a whole; the file itself may bring it", async () => {
    const { app, take } = await open();
    const before = (await app.records()).length;
    const patient = { resourceType: "Patient", id: "s1" };
    for (const lines of [[patient], [], vector.split("\n")]) {
      await expect(take(lines, { site: "nope" })).rejects.toMatchObject({
        code: "unknown-site",
        message: 'The site "nope" is not known. There is none yet.',
      });
    }
    expect((await app.records()).length).toBe(before);
    expect(await take(vector.split("\n"), { site: "north" })).toMatchObject({ applied: 14 });
    await expect(take([patient], { site: "nope" })).rejects.toThrow("Known are north.");
    expect(await take([patient], { site: "north" })).toMatchObject({ applied: 1 });
  });

  test("only fill gaps where a ward has ADT", async () => {
    const { app, take, visit } = await open();
    await take(vector.split("\n").slice(0, 12));
    const settings = { feed: "pas", zone: "Europe/London", processing: "P" };
    const tell = (text: string) =>
      receiveAdt({ ...app, submit: app.submit, settings }, bytesOf(text));
    await tell(
      adtText({
        trigger: "A01",
        control: "1",
        at: "20260308100000",
        number: "1001",
        visit: "V9",
        place: "ICU^^2",
      }),
    );
    const known = encounter("e1", "in-progress", {
      identifier: [{ type: { coding: [{ code: "VN" }] }, value: "V9" }],
    });
    // The same visit, by its number, and the same stay under another number: ADT has both.
    expect(await take([known, encounter("e2", "in-progress")])).toMatchObject({ unchanged: 2 });
    expect(await visit("visit|V9")).toMatchObject({ stays: [{ ward: "ICU" }] });
    // A visit of another time is a gap, and so is a patient of whom ADT has not spoken.
    const earlier = encounter("e3", "finished", {
      period: { start: "2026-02-20", end: "2026-02-22" },
    });
    const other = encounter("e4", "in-progress", { subject: { reference: "Patient/p2" } });
    expect(await take([earlier, other])).toMatchObject({ applied: 2 });
    // Once ADT speaks of it, it is ADT's.
    const gap = encounter("e5", "in-progress", {
      subject: { reference: "Patient/p2" },
      identifier: [{ type: { coding: [{ code: "VN" }] }, value: "V5" }],
    });
    await take([gap]);
    await tell(
      adtText({
        trigger: "A02",
        control: "2",
        at: "20260310100000",
        number: "1002",
        visit: "V5",
        place: "ICU^^3",
      }),
    );
    expect(await visit("visit|V5")).toMatchObject({ stays: [{ ward: "4B" }, { ward: "ICU" }] });
    expect(await take([gap])).toMatchObject({ unchanged: 1 });
  });

  test("settled visits are left as they are", async () => {
    const { app, take, visit } = await open();
    await take(vector.split("\n"));
    const finished = encounter("e9", "finished", {
      period: { start: "2026-03-01", end: "2026-03-02" },
    });
    await take([finished]);
    app.clock.advance(9 * day);
    const [encounterId] = await app.side.get([{ table: "identifiers", key: "fhir|Encounter/e9" }]);
    await app.tell({ kind: "encounter.settled", body: { encounter: String(encounterId) } });
    expect(await take([finished])).toMatchObject({ unchanged: 1 });
    expect(await visit("fhir|Encounter/e9")).toMatchObject({ status: "discharged" });
  });

  test("any change of any sign is reported on", async () => {
    const { take } = await open();
    const sign = fc.constantFrom(...'0123456789":,{}[]a-/T');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), sign), { minLength: 1, maxLength: 10 }),
        async (changes) => {
          const signs = [...vector];
          for (const [at, value] of changes) signs[at % signs.length] = value;
          const { read, applied, unchanged, historic, parked, refused } = await take(
            signs.join("").split("\n"),
          );
          expect(read).toBe(applied + unchanged + historic + parked + refused);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("of any shape of JSON are read or refused", async () => {
    const { take } = await open();
    const types = fc.constantFrom(
      "Patient",
      "Encounter",
      "CareTeam",
      "Practitioner",
      "PractitionerRole",
      "Location",
      "Appointment",
    );
    const names = [
      "subject",
      "status",
      "period",
      "location",
      "participant",
      "identifier",
      "name",
      "code",
      "coding",
      "reference",
      "actor",
      "member",
      "type",
      "start",
      "end",
      "physicalType",
      "partOf",
      "class",
      "value",
      "family",
      "given",
      "practitioner",
      "individual",
    ];
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(
          null,
          true,
          7,
          "",
          "finished",
          "active",
          "booked",
          "2026-03-01",
          "Patient/p1",
          "MR",
          "wa",
          "ATND",
        ),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 5 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(
        types,
        fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 8 }),
        async (resourceType, body) => {
          expect(await take([{ ...body, resourceType, id: "x1" }])).toMatchObject({ read: 1 });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describeWith(testData("synthea"), "100 synthetic patients", (folder) => {
  const file = (type: string) =>
    createInterface({
      input: createReadStream(join(folder, `${type}.ndjson.gz`)).pipe(createGunzip()),
    });
  const take = (app: FeedApp, type: string) =>
    importFhir({ ...app, submit: app.submit }, file(type), {
      feed: "fhir",
      zone: "America/New_York",
    });

  test("are taken in with all that belongs to them, and again without a change", async () => {
    const app = await openFeedApp(Date.UTC(2026, 10, 23));
    for (const [type, counts] of Object.entries(syntheaCounts)) {
      expect(await take(app, type), type).toMatchObject({
        unchanged: 0,
        ...counts,
        parked: 0,
        refused: 0,
        ignored: {},
      });
    }
    for (const [type, count] of Object.entries(syntheaIgnored)) {
      expect(await take(app, type)).toMatchObject({ read: 0, ignored: { [type]: count } });
    }
    const { world } = app;
    expect(world().people.size).toBe(203);
    expect(world().careTeams.size).toBe(113);
    expect(world().encounters.size).toBe(0);
    const before = (await app.records()).length;
    for (const [type, { read, applied, historic, unchanged = 0 }] of Object.entries(
      syntheaCounts,
    )) {
      expect(await take(app, type), type).toMatchObject({
        read,
        applied: 0,
        unchanged: applied + unchanged,
        historic,
        refused: 0,
      });
    }
    expect((await app.records()).length).toBe(before);
  });

  test("whose encounters were running then would have been taken in then", async () => {
    const app = await openFeedApp(Date.UTC(2020, 4, 10));
    await take(app, "Patient");
    await take(app, "Practitioner");
    const { read, applied, historic, refused } = await take(app, "Encounter");
    expect({ read, refused }).toEqual({ read: 3697, refused: 0 });
    expect(applied).toBeGreaterThan(0);
    expect(applied + historic).toBe(3697);
    const states = [...app.world().encounters.values()].map(({ state }) => state);
    expect(
      states.every(({ status, attending }) => status === "discharged" && attending.length === 1),
    ).toBe(true);
  });
});
