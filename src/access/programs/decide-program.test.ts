import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { WorkloadTerms } from "../../world/index.ts";
import type { Bundle } from "../index.ts";
import { decide, explainRequest, recordDecision, replay, searchAccess } from "../index.ts";
import { createRepeats } from "../repeats.ts";
import type { AccessRequest, RequestContext, Resource } from "../request.ts";
import { day, evening, hour, minute, type TestHospital, testHospital } from "../test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let hospital: TestHospital;
beforeEach(() => {
  hospital = testHospital(bundle);
  hospital.adt("anna", "A01", { ward: "4B", at: evening - day });
  hospital.adt("carl", "A01", { ward: "6A", at: evening - day });
});

function approved(more: Partial<WorkloadTerms> = {}, workload = "lab"): void {
  const terms: WorkloadTerms = {
    deputy: "ben",
    environment: "production",
    name: "Laboratory gateway",
    owner: "amy",
    purpose: "Brings results",
    scopes: ["system/Observation.rs", "system/DiagnosticReport.c"],
    until: evening + 100 * day,
    vendor: "Acme",
    ...more,
  };
  hospital.record("workload.requested", { workload, ...terms });
  hospital.record("workload.approved", { workload });
  hospital.record("workload.activated", { workload });
}

const patient = (id: string): Resource => ({ type: "patient", id });
const observations = { data: "Observation" };

function requestOf(
  action: string,
  resource: Resource,
  context: RequestContext = observations,
): AccessRequest {
  return { subject: { type: "workload", id: "lab" }, action, resource, context };
}

const ask = (action: string, resource = patient("anna"), context: RequestContext = observations) =>
  decide({
    bundle,
    world: hospital.world,
    request: requestOf(action, resource, context),
    at: hospital.now,
  });

/** Which policies decided. */
const by = (...asked: Parameters<typeof ask>) => {
  const answer = ask(...asked);
  return `${answer.type} ${answer.policies.join(" ")}`.trim();
};

describe("[N8] a workload is a principal of the policy", () => {
  test("[D1] [N8] it does what its scopes include, of the kind that they name, and it is said why", () => {
    approved();
    expect(ask("data.read")).toMatchObject({
      type: "permit",
      policies: ["program-in-scope"],
      because: ["The scopes that this program was approved for include it."],
      bundle: bundle.hash,
      validUntil: evening + minute,
    });
    expect(by("data.search")).toBe("permit program-in-scope");
    expect(by("data.create", patient("anna"), { data: "DiagnosticReport" })).toBe(
      "permit program-in-scope",
    );
    for (const [action, data] of [
      ["data.update", "Observation"],
      ["data.delete", "Observation"],
      ["data.create", "Observation"],
      ["data.read", "DiagnosticReport"],
      ["data.read", "Condition"],
      ["data.read", ""],
      ["data.read", "*"],
    ] as const) {
      expect(ask(action, patient("anna"), { data })).toMatchObject({
        type: "deny",
        cause: "no-policy",
        codes: ["program-out-of-scope"],
        remedies: [],
        advice: [],
      });
    }
    expect(ask("data.read", patient("anna"), {})).toMatchObject({
      codes: ["program-out-of-scope"],
    });
  });

  test("[N8] a scope with a query covers that very part; a star, and the words of version 1, cover every kind", () => {
    approved({ scopes: ["system/Observation.r?category=laboratory"] });
    expect(by("data.read")).toBe("deny");
    expect(by("data.read", patient("anna"), { data: "Observation?category=vital-signs" })).toBe(
      "deny",
    );
    expect(by("data.read", patient("anna"), { data: "Observation?category=laboratory" })).toBe(
      "permit program-in-scope",
    );
    approved({ scopes: ["system/*.read"] }, "all");
    const request = {
      ...requestOf("data.search", patient("anna"), {}),
      subject: { type: "workload", id: "all" },
    };
    expect(decide({ bundle, world: hospital.world, request, at: evening }).type).toBe("permit");
    expect(
      decide({
        bundle,
        world: hospital.world,
        request: { ...request, action: "data.create" },
        at: evening,
      }).type,
    ).toBe("deny");
  });

  test("[N8] approved for wards, it has the patients who are there, and no longer than they are", () => {
    approved({ wards: ["4B"] });
    expect(by("data.read")).toBe("permit program-in-scope");
    expect(by("data.read", { type: "ward", id: "4B" })).toBe("permit program-in-scope");
    const elsewhere = ask("data.read", patient("carl"));
    expect(elsewhere).toMatchObject({
      type: "deny",
      policies: ["program-elsewhere"],
      cause: "forbidden",
    });
    // Where the patient is instead is told to no program.
    expect(elsewhere).toMatchObject({
      reasons: [
        "This program was approved for 4B only, and what it asks for is not known to be of there.",
      ],
    });
    for (const resource of [
      patient("nobody"),
      { type: "ward", id: "6A" },
      { type: "hospital", id: "hospital" },
    ]) {
      expect(by("data.read", resource)).toBe("deny program-elsewhere");
    }
    hospital.now += hour;
    hospital.adt("anna", "A02", { ward: "6A", at: hospital.now });
    expect(by("data.read")).toBe("deny program-elsewhere");
  });

  test("[D4] it has patients' data for what it was approved for: treatment where nothing was said", () => {
    approved();
    expect(by("data.read", patient("anna"), { ...observations, purpose: "TREAT" })).toBe(
      "permit program-in-scope",
    );
    expect(by("data.read", patient("anna"), { ...observations, purpose: "HRESCH" })).toBe(
      "deny program-purpose",
    );
    approved({ purposes: ["HPAYMT"] }, "bills");
    const billing = (purpose: string) =>
      decide({
        bundle,
        world: hospital.world,
        at: evening,
        request: {
          ...requestOf("data.read", patient("anna"), { ...observations, purpose }),
          subject: { type: "workload", id: "bills" },
        },
      }).type;
    expect([billing("HPAYMT"), billing("TREAT")]).toEqual(["permit", "deny"]);
  });

  test("[N4] [D6] it works within its hours, and a permit ends with them, also where the clocks change", () => {
    // It is 20:00 in London.
    approved({ hours: { from: "08:00", to: "20:01", zone: "Europe/London" } });
    hospital.now = evening + minute / 2;
    expect(ask("data.read")).toMatchObject({ type: "permit", validUntil: evening + minute });
    hospital.now = evening + minute;
    expect(ask("data.read")).toMatchObject({
      policies: ["program-hours"],
      reasons: ["This program works between 08:00 and 20:01 (Europe/London) only."],
    });
    // On 29 March 2026 the clocks go from 01:00 to 02:00: there is no half past one.
    hospital.record("workload.decommissioned", { workload: "lab" });
    approved({ hours: { from: "00:00", to: "01:30", zone: "Europe/London" } }, "night");
    const change = Date.parse("2026-03-29T01:00:00Z");
    const answer = decide({
      bundle,
      world: hospital.world,
      at: change - 20_000,
      request: {
        ...requestOf("data.read", patient("anna")),
        subject: { type: "workload", id: "night" },
      },
    });
    expect(answer).toMatchObject({ type: "permit", validUntil: change });
  });

  test("[N4] it calls from its networks or from the nodes that take over, and from nowhere unsaid", () => {
    approved({ networks: ["10.1.0.0/16", "2001:db8:1::/48"], failover: ["192.0.2.7"] });
    const from = (address?: string) =>
      by("data.read", patient("anna"), {
        ...observations,
        ...(address === undefined ? {} : { address }),
      });
    for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8:1:2::3", "192.0.2.7"]) {
      expect([address, from(address)]).toEqual([address, "permit program-in-scope"]);
    }
    for (const address of [
      "10.2.0.1",
      "192.0.2.8",
      "2001:db8:2::1",
      "10.1.2",
      "10.1.2.3/8",
      "",
      "x",
      undefined,
    ]) {
      expect([address, from(address)]).toEqual([address, "deny program-network"]);
    }
  });

  test("[N8] suspended, expired or decommissioned it is let in to nothing; a permit ends at its end", () => {
    approved({ until: evening + minute / 2 });
    expect(ask("data.read")).toMatchObject({ type: "permit", validUntil: evening + minute / 2 });
    hospital.now = evening + minute / 2;
    expect(by("data.read")).toBe("deny program-not-live");
    hospital.now = evening;
    hospital.record("workload.suspended", { workload: "lab", reason: "concern" });
    expect(by("data.read")).toBe("deny program-not-live");
  });

  test("[D1] nothing of a program is for people, nothing of people for a program, and nobody unknown is answered", () => {
    approved();
    expect(hospital.ask("ben", "data.read", "anna")).toMatchObject({ codes: ["unknown-subject"] });
    hospital.person("ben", { role: "nurse", ward: "4B" });
    expect(hospital.ask("ben", "data.read", "anna")).toMatchObject({ codes: ["nothing-permits"] });
    expect(ask("chart.open")).toMatchObject({ codes: ["nothing-permits"] });
    const request = {
      ...requestOf("data.read", patient("anna")),
      subject: { type: "workload", id: "who" },
    };
    expect(decide({ bundle, world: hospital.world, request, at: evening })).toMatchObject({
      codes: ["unknown-subject"],
    });
  });

  test("[X14] cut off from the log it gets nothing, but the answers of others to which it asks", () => {
    approved({ scopes: ["system/*.rs", "decision.ask"] });
    hospital.world.downtime = { position: 3, since: evening } as never;
    expect(ask("data.read")).toMatchObject({ codes: ["database-away.programs"], offline: true });
    const asking = () => ask("decision.ask", { type: "hospital", id: "hospital" });
    expect(asking()).toMatchObject({ type: "permit", offline: true, position: 3 });
    hospital.now = evening + 4 * hour;
    expect(asking()).toMatchObject({ codes: ["database-away.too-long"] });
  });
});

describe("what is done with such a decision", () => {
  const record = (request: AccessRequest, ownCall = true) => {
    const repeats = createRepeats({ hasher: sha256 });
    const actor = { type: "workload", id: "lab" } as const;
    const wish = { actor, remedies: true, ...(ownCall ? { ownCall: true as const } : {}) };
    const [answer] = hospital.submit(
      recordDecision({ bundles: hospital.bundles, repeats }, request, wish),
    );
    return answer;
  };

  test("[D8] [U3] it is recorded without addresses and without words of the caller's, and replays as it was", () => {
    approved({ networks: ["10.1.0.0/16"], scopes: ["system/Observation.rs", "system/X-ray.r"] });
    const calls: readonly RequestContext[] = [
      { ...observations, address: "10.1.2.3" },
      { ...observations, address: "10.9.9.9" },
      { data: "Smith", address: "10.1.2.3" },
    ];
    for (const context of calls) {
      const { length } = hospital.log;
      record(requestOf("data.read", patient("anna"), context));
      const [entry] = hospital.log.slice(length);
      if (entry === undefined) throw new Error("Nothing was recorded.");
      expect(replay({ bundles: hospital.bundles, world: hospital.world }, entry).type).toBe("same");
    }
    expect(
      hospital.log
        .slice(-3)
        .map(({ body, kind }) => [kind, (body as never as AccessRequest).context]),
    ).toEqual([
      ["decision.permitted", { address: "10.1.0.0/16", data: "Observation", purpose: "TREAT" }],
      ["decision.denied", { address: "elsewhere", data: "Observation", purpose: "TREAT" }],
      ["decision.denied", { address: "10.1.0.0/16", data: "unknown", purpose: "TREAT" }],
    ]);
    expect(hospital.log.at(-1)?.body).toMatchObject({
      subject: { type: "workload", id: "lab" },
      reasons: ["program-out-of-scope"],
    });
    expect(JSON.stringify(hospital.log)).not.toContain("10.1.2.3");
  });

  test("[D5] whoever does not call for itself asks with a scope for that", () => {
    approved();
    expect(() => record(requestOf("data.read", patient("anna")), false)).toThrow(/may not ask/);
  });

  test("[D7] it is explained policy by policy, and found by a search", () => {
    approved({ wards: ["4B"] });
    approved({ scopes: ["system/Condition.r"] }, "other");
    const asking = { bundles: hospital.bundles, world: hospital.world, at: evening };
    const stories = explainRequest(asking, requestOf("data.read", patient("carl")));
    const story = stories.find(({ id }) => id === "program-elsewhere");
    expect(story).toMatchObject({
      file: "workloads.cedar",
      title: expect.stringContaining("approved for some wards"),
    });
    expect(JSON.stringify(story)).toContain("6A");
    expect(explainRequest(asking, requestOf("chart.open", patient("carl")))).toEqual([]);
    const search = (resource: Resource) =>
      searchAccess(
        asking,
        {
          target: "subject",
          type: "workload",
          action: "data.read",
          resource,
          context: observations,
        },
        { limit: 10 },
      ).found;
    expect([search(patient("anna")), search(patient("carl"))]).toEqual([["lab"], []]);
    const actions = searchAccess(
      asking,
      {
        target: "action",
        subject: { type: "workload", id: "lab" },
        resource: patient("anna"),
        context: observations,
      },
      { limit: 100 },
    );
    expect(actions.found).toEqual(["data.read", "data.search"]);
  });
});
