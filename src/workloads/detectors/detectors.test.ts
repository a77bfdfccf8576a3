import { describe, expect, test } from "vitest";
import type { NhiRisk } from "../../world/index.ts";
import { day, morning } from "../test-support.ts";
import { type FindingCause, findingWords } from "./causes.ts";
import { detect, detectors } from "./detect.ts";
import { type Estate, estateOf, type Finding, type FindingRemedy } from "./estate.ts";
import { later, type PlantedHouse, soundEstate } from "./estate-support.ts";

/** A weakness, how it is planted, and what ends it. */
interface Plant {
  readonly risk: NhiRisk;
  readonly cause: FindingCause;
  /** Planted in an estate that is otherwise sound; `lab` is there and was used an hour ago. */
  readonly plant: (house: PlantedHouse) => void;
  readonly of: string;
  readonly severity: Finding["severity"];
  /** A kind of record that is among its evidence. */
  readonly evidence: string;
  readonly remedy?: FindingRemedy;
  readonly end: (house: PlantedHouse) => void;
}

const hour = 3_600_000;
const retire = (house: PlantedHouse) => {
  for (const { id } of house.world.workloadCredentials.values()) {
    const isOurs = house.world.workloadCredentials.get(id)?.workload === "lab";
    if (isOurs) house.record("workload-credential.ended", { credential: id, reason: "retired" });
  }
  house.record("workload.decommissioned", { workload: "lab" });
};
const endKey = (credential: string) => (house: PlantedHouse) =>
  house.record("workload-credential.ended", { credential, reason: "withdrawn" });
const month = (house: PlantedHouse) => {
  house.now += 31 * day;
  for (const { id, state } of [...house.world.workloads.values()]) {
    if (state === "active") house.use(id);
  }
};
const refused =
  (why: Parameters<PlantedHouse["refuse"]>[1]) =>
  (house: PlantedHouse): void =>
    house.refuse("lab", why, "key-lab");
const at = (when: number, run: (house: PlantedHouse) => void) => (house: PlantedHouse) => {
  const { now } = house;
  house.now = when;
  run(house);
  house.now = now;
};

const lab = { of: "lab" } as const;
const ofKey = (credential: string) => ({ of: credential });
const inNetworks = { networks: ["10.1.0.0/16"] };

const plants: readonly Plant[] = [
  {
    ...lab,
    risk: "NHI1",
    cause: "ownerless",
    severity: "high",
    evidence: "workload.orphaned",
    plant: (house) => house.record("workload.orphaned", { workload: "lab", due: later + 14 * day }),
    end: (house) =>
      house.record("workload.handed-over", {
        workload: "lab",
        owner: "cyn",
        deputy: "ben",
        because: "asked",
      }),
  },
  {
    of: "idle",
    risk: "NHI1",
    cause: "unused",
    severity: "medium",
    evidence: "workload.activated",
    plant: at(morning, (house) => house.sound("idle", { neededBy: [] })),
    remedy: { type: "suspend", workload: "idle" },
    end: (house) => house.use("idle"),
  },
  {
    of: "idle",
    risk: "NHI1",
    cause: "sleeping",
    severity: "medium",
    evidence: "workload.suspended",
    plant: (house) => {
      house.sound("idle");
      house.record("workload.suspended", { workload: "idle", reason: "concern" });
      house.now += 91 * day;
      for (const { id, state } of [...house.world.workloads.values()]) {
        if (state === "active") house.use(id);
      }
    },
    remedy: { type: "retire", workload: "idle" },
    end: (house) => {
      endKey("key-idle")(house);
      house.record("workload.decommissioned", { workload: "idle" });
    },
  },
  {
    ...ofKey("key-lab"),
    risk: "NHI1",
    cause: "undead-credential",
    severity: "high",
    evidence: "workload-credential.added",
    plant: (house) => house.record("workload.decommissioned", { workload: "lab" }),
    remedy: { type: "end-credential", credential: "key-lab" },
    end: endKey("key-lab"),
  },
  {
    ...lab,
    risk: "NHI1",
    cause: "still-called",
    severity: "low",
    evidence: "workload.refused",
    plant: (house) => {
      retire(house);
      house.refuse("lab", "credential-ended", "key-lab");
    },
    end: month,
  },
  {
    ...ofKey("old-secret"),
    risk: "NHI2",
    cause: "leaked-tried",
    severity: "high",
    evidence: "workload.refused",
    plant: (house) => {
      house.credential("lab", "old-secret", { kind: "secret", until: later + 10 * day });
      house.record("workload-credential.ended", { credential: "old-secret", reason: "leaked" });
      house.refuse("lab", "credential-ended", "old-secret");
    },
    end: month,
  },
  {
    ...ofKey("second-secret"),
    risk: "NHI2",
    cause: "beside-a-leak",
    severity: "medium",
    evidence: "workload-credential.ended",
    plant: (house) => {
      for (const credential of ["first-secret", "second-secret"]) {
        house.credential("lab", credential, { kind: "secret", until: later + 10 * day });
      }
      house.now += hour;
      house.record("workload-credential.ended", { credential: "first-secret", reason: "leaked" });
    },
    end: endKey("second-secret"),
  },
  {
    of: "cny_1",
    risk: "NHI2",
    cause: "canary-used",
    severity: "critical",
    evidence: "canary.used",
    plant: (house) => {
      house.record("canary.laid", { canary: "cny_1", laid: "build-server" });
      house.record("canary.used", { canary: "cny_1", how: "presented" });
    },
    remedy: { type: "end-canary", canary: "cny_1" },
    end: (house) => house.record("canary.ended", { canary: "cny_1" }),
  },
  {
    ...lab,
    risk: "NHI3",
    cause: "vendor-flagged",
    severity: "critical",
    evidence: "vendor.flagged",
    plant: (house) => house.record("vendor.flagged", { vendor: "Acme", because: "breach" }),
    remedy: { type: "quarantine", target: { type: "workload", workload: "lab" } },
    end: (house) => house.record("vendor.cleared", { vendor: "Acme" }),
  },
  {
    ...lab,
    risk: "NHI3",
    cause: "vendor-flagged",
    severity: "high",
    evidence: "workload.requested",
    plant: (house) => house.record("vendor.flagged", { vendor: "Acme", because: "unsupported" }),
    remedy: { type: "quarantine", target: { type: "workload", workload: "lab" } },
    end: retire,
  },
  {
    of: "bare",
    risk: "NHI3",
    cause: "vendor-unknown",
    severity: "low",
    evidence: "workload.registered",
    plant: (house) =>
      house.record("workload.registered", {
        workload: "bare",
        name: "Bare",
        purpose: "Reports",
        scopes: ["decision.ask"],
        until: later + 90 * day,
      }),
    end: (house) => house.record("workload.decommissioned", { workload: "bare" }),
  },
  {
    of: "wide",
    risk: "NHI3",
    cause: "third-party-unbounded",
    severity: "medium",
    evidence: "workload.requested",
    plant: (house) => {
      house.sound("wide", { scopes: ["system/*.rs"], networks: undefined as never });
      house.use("wide");
    },
    end: (house) =>
      house.record("workload.narrowed", { workload: "wide", scopes: ["system/Patient.r"] }),
  },
  {
    ...ofKey("word"),
    risk: "NHI4",
    cause: "secret",
    severity: "medium",
    evidence: "workload-credential.added",
    plant: (house) =>
      house.credential("lab", "word", {
        kind: "secret",
        because: "vendor-cannot-sign",
        until: later + 20 * day,
      }),
    end: endKey("word"),
  },
  {
    of: "bare",
    risk: "NHI4",
    cause: "api-key-alone",
    severity: "medium",
    evidence: "api-key.issued",
    plant: (house) => {
      house.record("workload.registered", {
        workload: "bare",
        name: "Bare",
        purpose: "Reports",
        scopes: ["decision.ask"],
        until: later + 90 * day,
      });
      house.record("api-key.issued", { workload: "bare" });
    },
    end: (house) => house.credential("bare", "key-bare"),
  },
  {
    ...ofKey("set"),
    risk: "NHI4",
    cause: "keys-without-tls",
    severity: "medium",
    evidence: "workload-credential.added",
    plant: (house) =>
      house.credential("lab", "set", { kind: "key-set", jwksUri: "http://localhost/keys" }),
    end: endKey("set"),
  },
  {
    ...lab,
    risk: "NHI4",
    cause: "secrets-guessed",
    severity: "high",
    evidence: "workload.refused",
    plant: (house) => {
      for (let time = 0; time < 5; time++) house.refuse("lab", "secret-wrong");
    },
    end: month,
  },
  {
    of: "wide",
    risk: "NHI5",
    cause: "unused-scopes",
    severity: "high",
    evidence: "workload.requested",
    plant: (house) => {
      at(morning, () => house.sound("wide", { scopes: ["system/*.rs", "decision.ask"] }))(house);
      house.use("wide", { scopes: ["system/Observation.rs"] });
    },
    remedy: { type: "narrow", workload: "wide", scopes: ["system/Observation.rs"] },
    end: (house) =>
      house.record("workload.narrowed", { workload: "wide", scopes: ["system/Observation.rs"] }),
  },
  {
    of: "hr",
    risk: "NHI5",
    cause: "gives-every-role",
    severity: "high",
    evidence: "workload.registered",
    plant: (house) =>
      house.record("workload.registered", {
        workload: "hr",
        name: "HR",
        purpose: "People",
        scopes: ["scim.manage"],
        gives: ["*@*"],
        until: later + 90 * day,
      }),
    end: (house) => house.record("workload.decommissioned", { workload: "hr" }),
  },
  ...(
    [
      ["generic-audience", { audience: "https://kubernetes.default.svc" }, "high"],
      ["generic-audience", { audience: "https://issuer.example" }, "high"],
      ["shared-subject", { subject: "system:serviceaccount:lab:default" }, "high"],
      ["shared-subject", { subject: "repo:hospital/reports:pull_request" }, "high"],
      ["issuer-without-tls", { issuer: "http://issuer.example" }, "medium"],
    ] as const
  ).map(
    ([cause, federation, severity]): Plant => ({
      ...ofKey("fed-lab"),
      risk: "NHI6",
      cause,
      severity,
      evidence: "workload-credential.added",
      plant: (house) => house.federated("lab", federation),
      end: endKey("fed-lab"),
    }),
  ),
  {
    ...ofKey("fed-far"),
    risk: "NHI6",
    cause: "tokens-from-anywhere",
    severity: "high",
    evidence: "workload.requested",
    plant: (house) => {
      house.sound("far", { networks: ["0.0.0.0/0"] });
      house.federated("far", { reusable: true });
      house.use("far", { credential: "fed-far" });
    },
    end: endKey("fed-far"),
  },
  {
    ...ofKey("word"),
    risk: "NHI7",
    cause: "long-secret",
    severity: "high",
    evidence: "workload-credential.added",
    plant: (house) => house.credential("lab", "word", { kind: "secret", until: later + 60 * day }),
    end: endKey("word"),
  },
  {
    ...ofKey("old"),
    risk: "NHI7",
    cause: "old-key",
    severity: "medium",
    evidence: "workload-credential.added",
    plant: (house) => {
      at(later - 181 * day, () => house.credential("lab", "old", { until: later + 20 * day }))(
        house,
      );
    },
    // Another key does the work: nobody misses it.
    remedy: { type: "end-credential", credential: "old" },
    end: endKey("old"),
  },
  {
    ...lab,
    risk: "NHI7",
    cause: "secret-habit",
    severity: "medium",
    evidence: "workload-credential.added",
    plant: (house) => {
      for (const [index, ago] of [100, 72, 44, 16].entries()) {
        const until = later + (30 - ago) * day;
        const added = { kind: "secret", until } as const;
        at(later - ago * day, () => house.credential("lab", `word-${index}`, added))(house);
      }
    },
    end: endKey("word-3"),
  },
  {
    of: "bare",
    risk: "NHI7",
    cause: "old-api-key",
    severity: "medium",
    evidence: "api-key.issued",
    plant: (house) => {
      const terms = {
        workload: "bare",
        name: "Bare",
        purpose: "Reports",
        scopes: ["decision.ask"],
      };
      house.record("workload.registered", { ...terms, until: later + 90 * day });
      at(later - 91 * day, () => house.record("api-key.issued", { workload: "bare" }))(house);
    },
    end: (house) => house.record("api-key.issued", { workload: "bare" }),
  },
  {
    ...lab,
    risk: "NHI8",
    cause: "wrong-environment",
    severity: "high",
    evidence: "workload.refused",
    plant: refused("wrong-environment"),
    end: month,
  },
  {
    ...lab,
    risk: "NHI8",
    cause: "account-across-environments",
    severity: "high",
    evidence: "workload.requested",
    plant: (house) => {
      house.sound("trial", { environment: "test", accounts: ["PostgreSQL:LAB".toLowerCase()] });
      house.use("trial");
    },
    end: (house) => house.record("workload.suspended", { workload: "trial", reason: "other" }),
  },
  {
    ...ofKey("fed-lab"),
    risk: "NHI8",
    cause: "subject-of-another-environment",
    severity: "high",
    evidence: "workload-credential.added",
    plant: (house) =>
      house.federated("lab", { subject: "repo:hospital/reports:environment:staging" }),
    end: endKey("fed-lab"),
  },
  {
    ...lab,
    risk: "NHI8",
    cause: "production-rests-on-test",
    severity: "medium",
    evidence: "workload.requested",
    plant: (house) => {
      house.sound("trial", { environment: "test", neededBy: ["lab"] });
      house.use("trial");
    },
    end: (house) => house.record("workload.suspended", { workload: "trial", reason: "other" }),
  },
  {
    of: "bare",
    risk: "NHI8",
    cause: "environment-unsaid",
    severity: "low",
    evidence: "workload.registered",
    plant: (house) =>
      house.record("workload.registered", {
        workload: "bare",
        name: "Bare",
        purpose: "Reports",
        scopes: ["decision.ask"],
        until: later + 90 * day,
      }),
    end: (house) => house.record("workload.decommissioned", { workload: "bare" }),
  },
  {
    ...lab,
    risk: "NHI9",
    cause: "replayed",
    severity: "high",
    evidence: "workload.refused",
    plant: refused("replayed"),
    end: month,
  },
  {
    ...lab,
    risk: "NHI9",
    cause: "second-place",
    severity: "high",
    evidence: "workload.refused",
    plant: refused("new-place"),
    end: month,
  },
  {
    ...lab,
    risk: "NHI9",
    cause: "unexpected-place",
    severity: "low",
    evidence: "workload.used",
    plant: (house) => house.use("lab", { place: "198.51.100.0/24", unexpected: true }),
    end: month,
  },
  {
    ...ofKey("key-lab"),
    risk: "NHI9",
    cause: "many-places",
    severity: "medium",
    evidence: "workload.used",
    plant: (house) => {
      for (const block of [3, 4, 5]) house.use("lab", { place: `10.1.${block}.0/24` });
    },
    end: (house) => {
      house.now += 2 * hour;
    },
  },
  {
    ...lab,
    risk: "NHI9",
    cause: "shared-identity",
    severity: "high",
    evidence: "workload.requested",
    plant: (house) => {
      house.sound("twin", { accounts: ["postgresql:lab"] });
      house.use("twin");
    },
    end: (house) => house.record("workload.suspended", { workload: "twin", reason: "other" }),
  },
  {
    ...lab,
    risk: "NHI10",
    cause: "signed-in-as",
    severity: "high",
    evidence: "workload.refused",
    plant: refused("interactive"),
    end: month,
  },
  {
    ...lab,
    risk: "NHI10",
    cause: "outside-hours",
    severity: "medium",
    evidence: "workload.refused",
    plant: refused("outside-hours"),
    end: month,
  },
  {
    ...ofKey("fed-lab"),
    risk: "NHI10",
    cause: "subject-is-a-person",
    severity: "high",
    evidence: "workload-credential.added",
    plant: (house) => house.federated("lab", { subject: "ann@hospital.example" }),
    end: endKey("fed-lab"),
  },
];

const estate = (house: PlantedHouse): Estate => estateOf(house.world, house.now);

/** A sound estate in which `lab` works, known to nobody but itself. */
function withLab(): PlantedHouse {
  const house = soundEstate(20);
  const { now } = house;
  house.now = morning;
  house.sound("lab", { accounts: ["postgresql:lab"], ...inNetworks });
  house.now = now;
  house.use("lab");
  return house;
}

describe("[N5] each detector of the OWASP NHI Top 10 (2025) finds what is planted, as the same one while it lasts", () => {
  for (const { cause, end, evidence, of, plant, remedy, risk, severity } of plants) {
    test(`[${risk}] ${cause}: ${of}, ${severity}`, () => {
      const house = withLab();
      const id = `${risk}:${cause}:${of}`;
      const find = () => detect(house.world, house.now).find((finding) => finding.id === id);
      expect(find()).toBeUndefined();
      plant(house);
      const planted = find();
      expect(planted).toMatchObject({ cause, risk, severity });
      expect(house.kindsAt(planted?.evidence ?? [])).toContain(evidence);
      expect(planted?.remedy).toEqual(remedy);
      // Nothing else of this risk is found of those that are sound.
      const others = detectors[risk](estate(house)).filter(({ workload = "" }) =>
        workload.startsWith("sound-"),
      );
      expect(others.filter((one) => cause !== "vendor-flagged" && one.id !== id)).toEqual([]);
      house.now += 1;
      expect(find()?.id).toBe(id);
      end(house);
      expect(find()).toBeUndefined();
    });
  }

  test("every risk has a plant, and every cause that there is", () => {
    expect(new Set(plants.map(({ risk }) => risk)).size).toBe(10);
    expect(new Set(plants.map(({ cause }) => cause))).toEqual(new Set(Object.keys(findingWords)));
  });
});

describe("a clean estate of 1,000", () => {
  const house = soundEstate(1_000);
  for (const [risk, detector] of Object.entries(detectors)) {
    test(`[${risk}] nothing is found`, () => {
      expect(house.world.workloads.size).toBe(1_000);
      expect(detector(estate(house))).toEqual([]);
    });
  }
});
