import { expect, test } from "vitest";
import { counterIds, fakeClock, sha256 } from "../tests/support/ports.ts";
import { shippedBundle } from "../tests/support/shipped-bundle.ts";
import { type Bundle, recordDecision } from "./access/index.ts";
import { activate, openApp, system } from "./app.ts";
import { importFhir } from "./feeds/index.ts";
import { createMemoryStore } from "./memory/index.ts";
import { decodeRecord } from "./sequencer/index.ts";
import type { NewRecord } from "./world/index.ts";

const hour = 3_600_000;
/** 10:00 UTC on 10 March 2026. */
const start = 1_773_136_800_000;
const codes = "https://codes.example/organisations";
const houses = ["north", "south"] as const;
type Name = (typeof houses)[number];
const issuerOf = (name: Name) => `https://${name}.example/passports`;

/** The policy of a house, which believes the other one's passports. */
async function policyOf(us: Name, other: Name): Promise<Bundle> {
  const passports = `type: urn:wardkey:staff-passport:1
proof-within: 5 min
status-within: 12 h
known-as: ["${codes}|${us}"]
issuers:
  ${issuerOf(other)}:
    title: ${other}
    status-lists: ${issuerOf(other)}/status/
    proofing: 2
    roles: [nurse]
    longest: 24 h
    known-as: ["${codes}|${other}"]
    keys: '{"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]}'
`;
  return await shippedBundle({ "passports.yaml": passports });
}

/** Somebody on duty at a seat in cardiology; by the other house's passport, or by nobody's. */
function onDuty(person: string, issuer?: string): readonly NewRecord[] {
  const [from, to] = [start - hour, start + 12 * hour];
  const engagement = `eng_${person}`;
  const type = issuer === undefined ? "employee" : "visiting";
  const passport = { index: 1, issuer: issuer ?? "", list: `${issuer}/status/0` };
  const method = "staff-passport" as const;
  const proofed = { engagement, method, level: 2, passport, until: to } as const;
  const role = { engagement, role: "nurse", ward: "cardiology", from, to };
  const surface = { type: "console", id: `desk-${person}` } as const;
  return [
    { kind: "person.registered", body: { person } },
    { kind: "engagement.started", body: { engagement, person, type, from, to } },
    ...(issuer === undefined ? [] : [{ kind: "engagement.proofed", body: proofed } as const]),
    { kind: "role.assigned", body: { assignment: `rol_${person}`, ...role } },
    { kind: "shift.rostered", body: { shift: `shf_${person}`, ...role } },
    {
      kind: "session.opened",
      body: {
        session: `ses_${person}`,
        person,
        engagement,
        surface: { ...surface, type: "seat", id: "4B-1" },
        level: 2,
        provedAt: start,
        until: to,
        method: "pin",
      },
    },
  ];
}

async function openHouse(us: Name, other: Name) {
  const clock = fakeClock(start);
  const { log, side } = createMemoryStore({ clock });
  const app = await openApp({
    log,
    side,
    clock,
    ids: counterIds(us),
    hasher: sha256,
    wait: async () => undefined,
  });
  const bundle = await policyOf(us, other);
  await activate(app, bundle, system);
  const tell = (...records: readonly NewRecord[]) =>
    app.submit({
      name: "test",
      actor: system,
      handle: () => ({ records, answer: undefined }),
    });
  const place = { site: us, pattern: "inpatient" };
  await tell(
    { kind: "site.registered", body: { site: us, name: us, zone: "UTC" } },
    {
      kind: "ward.registered",
      body: { ward: "cardiology", name: "cardiology", type: "service", ...place },
    },
    { kind: "ward.registered", body: { ward: "4B", name: "4B", type: "ward", ...place } },
    { kind: "seat.registered", body: { seat: "4B-1", ward: "4B", name: "1" } },
  );
  const take = (...resources: readonly object[]) =>
    importFhir(
      { submit: app.submit, side, clock, world: app.world, hash: (text) => text },
      resources.map((each) => JSON.stringify(each)),
      { feed: "fhir", zone: "UTC", organisations: bundle.passports },
    );
  const ask = async (person: string) => {
    await tell(...onDuty(person, person === "guest" ? issuerOf(other) : undefined));
    const [patient] = [...app.world().patients.values()].map(({ id }) => id);
    const request = {
      subject: { type: "person", id: person },
      action: "chart.open",
      resource: { type: "patient", id: patient ?? "none" },
      context: { seat: "4B-1", session: `ses_${person}` },
    };
    const actor = { type: "person", id: person } as const;
    const answer = await app.submit(recordDecision(app, request, { actor, remedies: false }));
    await tell({
      kind: "session.closed",
      body: { session: `ses_${person}`, reason: "signed-out" },
    });
    return answer.type;
  };
  const kinds = async () => (await log.read(0, { limit: 10_000 })).map(decodeRecord);
  return { app, ask, clock, kinds, take };
}

const patient = (number: string) => ({
  resourceType: "Patient",
  id: "p1",
  identifier: [{ type: { coding: [{ code: "MR" }] }, value: number }],
  name: [{ family: "Anderson", given: ["Ann"] }],
});
const organisation = (name: string) => ({
  type: "Organization",
  identifier: { system: codes, value: name },
});
const plan = (more: object = {}) => ({
  resourceType: "CarePlan",
  id: "shared",
  status: "active",
  intent: "plan",
  subject: { reference: "Patient/p1" },
  period: { start: new Date(start).toISOString(), end: new Date(start + 6 * hour).toISOString() },
  category: [{ coding: [{ code: "cardiology" }] }],
  contributor: houses.map(organisation),
  ...more,
});

test("[C11] one plan lets each house's team in at both, on each house's own record, and its end ends that at both", async () => {
  for (const [us, other] of [
    ["north", "south"],
    ["south", "north"],
  ] as const) {
    const house = await openHouse(us, other);
    await house.take(patient(`${us}-1`));
    expect([await house.ask("own"), await house.ask("guest")]).toEqual(["deny", "deny"]);
    await house.take(plan());
    expect([await house.ask("own"), await house.ask("guest")]).toEqual(["permit", "permit"]);
    const permits = (await house.kinds()).flatMap((record) =>
      record.kind === "decision.permitted" ? [record.body] : [],
    );
    expect(permits.map(({ policies, subject }) => [subject.id, policies])).toEqual([
      ["own", ["pathway"]],
      ["guest", ["pathway"]],
    ]);
    await house.take(plan({ status: "revoked" }));
    expect([await house.ask("own"), await house.ask("guest")]).toEqual(["deny", "deny"]);
    await house.take(plan({ id: "again" }));
    house.clock.advance(6 * hour);
    expect([await house.ask("own"), await house.ask("guest")]).toEqual(["deny", "deny"]);
  }
});
