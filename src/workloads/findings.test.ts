import { expect, test } from "vitest";
import { acceptFinding } from "./accept-finding.ts";
import { addCredential } from "./add-credential.ts";
import { listFindings } from "./detectors/index.ts";
import { clearVendor, flagVendor } from "./flag-vendor.ts";
import { endCanary, layCanary, noteCanary } from "./lay-canary.ts";
import { narrowWorkload } from "./narrow-workload.ts";
import { remedyFinding } from "./remedy-finding.ts";
import { reportLeak } from "./report-leak.ts";
import { amy, ben, day, House, morning, refusal } from "./test-support.ts";
import { findingsDue, watchFindings } from "./watch-findings.ts";

const system = { type: "system", id: "wardkey" } as const;
const outside = { type: "system", id: "leak-report" } as const;
const secret = "NHI4:secret:crd_2";

/** A laboratory gateway with a secret. */
function withSecret(): House {
  const house = new House();
  house.submit(addCredentialTo(house.active({ id: "lab" }), "of-the-secret"));
  return house;
}
const addCredentialTo = (workload: string, secretHash: string) =>
  addCredential({
    workload,
    credential: {
      kind: "secret",
      because: "vendor-cannot-sign",
      secretHash,
      until: morning + 30 * day,
    },
    actor: amy,
  });
const look = (house: House) => {
  const due = watchFindings(system).due(house.world, house.now);
  if (due !== undefined) house.submit(due);
};
const idOf = (house: House) =>
  listFindings(house.world, house.now).find(({ cause }) => cause === "secret")?.id ?? secret;

test("[N5] a finding is opened once, lasts, and is closed when its cause is gone", () => {
  const house = withSecret();
  look(house);
  const id = idOf(house);
  const opened = house.log.filter(({ kind }) => kind === "finding.opened");
  expect(opened.map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ finding: id, risk: "NHI4", severity: "medium", workload: "lab" }),
  );
  const rests = listFindings(house.world, house.now)[0]?.evidence ?? [];
  expect(rests.map((position) => house.log[position]?.kind)).toEqual(["workload-credential.added"]);
  house.now += day;
  expect(findingsDue(house.world, house.now)).toEqual([]);
  look(house);
  expect(listFindings(house.world, house.now)[0]).toMatchObject({ id, since: morning });
  const [credential = ""] = house.world.credentialsByWorkload.get("lab");
  house.record("workload-credential.ended", { credential, reason: "withdrawn" });
  expect(listFindings(house.world, house.now)).toEqual([]);
  look(house);
  expect(house.log.at(-1)).toMatchObject({ kind: "finding.closed", body: { finding: id } });
  expect(house.world.findings.size).toBe(0);
});

test("[N5] a person lives with a finding for a reason and until a day; then it is as open as before", () => {
  const house = withSecret();
  const until = morning + 20 * day;
  const accept = (more: object = {}) =>
    house.submit(
      acceptFinding({
        finding: idOf(house),
        because: "vendor-replies",
        until,
        actor: ben,
        ...more,
      }),
    );
  expect(() => accept({ finding: "NHI4:secret:other" })).toThrow(refusal("finding-unknown"));
  expect(() => accept({ actor: system })).toThrow(refusal("finding-person"));
  expect(() => accept({ actor: { type: "person", id: "gone" } })).toThrow(
    refusal("finding-person"),
  );
  for (const wrong of [
    { until: morning },
    { until: morning + 91 * day },
    { because: "It is fine" },
  ]) {
    expect(() => accept(wrong)).toThrow(refusal("finding-terms"));
  }
  // Nobody has looked since: it is opened by being accepted.
  const before = house.log.length;
  accept({ actor: { ...system, onBehalfOf: "ben" } });
  expect(house.kindsSince(before)).toEqual(["finding.opened", "finding.accepted"]);
  const standing = () => listFindings(house.world, house.now)[0];
  expect(standing()?.accepted).toEqual({
    at: morning,
    because: "vendor-replies",
    by: "ben",
    until,
  });
  house.now = until - 1;
  expect(standing()?.accepted).toBeDefined();
  house.now = until;
  expect(standing()).toMatchObject({ since: morning });
  expect(standing()?.accepted).toBeUndefined();
});

test("[N5] what a workload may is narrowed, and neither widened nor taken whole", () => {
  const house = new House();
  const workload = house.active({ scopes: ["system/*.rs", "decision.ask"] });
  const narrow = (scopes: readonly string[]) =>
    house.submit(narrowWorkload({ workload, scopes, actor: amy }));
  for (const wrong of [
    [],
    ["system/*.rs", "decision.ask"],
    ["system/*.cruds"],
    ["system/Observation.c"],
    ["scim.manage"],
    ["decision.ask", "decision.ask"],
  ]) {
    expect(() => narrow(wrong), wrong.join(" ")).toThrow(refusal("scopes-wider"));
  }
  narrow(["system/Observation.r"]);
  expect(house.workload(workload)?.scopes).toEqual(["system/Observation.r"]);
  expect(() => narrow(["system/*.rs"])).toThrow(refusal("scopes-wider"));
  expect(() =>
    house.submit(narrowWorkload({ workload: "none", scopes: ["decision.ask"], actor: amy })),
  ).toThrow(refusal("workload-unknown"));
});

test("[N9] a vendor is flagged and trusted again: all that it makes is found meanwhile", () => {
  const house = new House();
  const workload = house.active();
  const flagged = () =>
    listFindings(house.world, house.now).filter(({ cause }) => cause === "vendor-flagged");
  expect(() =>
    house.submit(flagVendor({ vendor: "Nobody", because: "breach", actor: amy })),
  ).toThrow(refusal("vendor-unknown"));
  house.submit(flagVendor({ vendor: "Acme", because: "breach", actor: amy }));
  expect(flagged()).toMatchObject([{ workload, vendor: "Acme", severity: "critical" }]);
  house.submit(clearVendor({ vendor: "Acme", actor: amy }));
  expect(flagged()).toEqual([]);
  expect(() => house.submit(clearVendor({ vendor: "Acme", actor: amy }))).toThrow(
    refusal("vendor-unknown"),
  );
});

test("[N6] a canary is kept as a hash, its use is on record once a minute, and it is over when it is ended", () => {
  const house = new House();
  expect(() =>
    house.submit(layCanary({ laid: "The build server", secretHash: "h", actor: amy })),
  ).toThrow(refusal("canary-terms"));
  const { canary } = house.submit(layCanary({ laid: "build-server", secretHash: "h", actor: amy }));
  expect(house.side.get("credentials|workload-secret|h")).toBe(canary);
  const use = () => house.submit(noteCanary({ canary, place: "203.0.113.0/24", actor: system }));
  const before = house.log.length;
  use();
  use();
  expect(house.kindsSince(before)).toEqual(["canary.used"]);
  house.now += 60_000;
  use();
  expect(house.world.canaries.get(canary)?.used).toMatchObject({ count: 2, at: house.now });
  house.submit(endCanary({ canary, actor: amy }));
  house.now += 60_000;
  const ended = house.log.length;
  use();
  expect(house.kindsSince(ended)).toEqual([]);
  expect(() => house.submit(endCanary({ canary, actor: amy }))).toThrow(refusal("canary-unknown"));
});

test("[N2] a secret that somebody reports ends at once; of a canary it says that its place is read", () => {
  const house = withSecret();
  const [credential = ""] = house.world.credentialsByWorkload.get("lab");
  const report = (found: string) => house.submit(reportLeak({ found, actor: outside }));
  expect(report(credential)).toEqual({ ended: true });
  expect(house.world.workloadCredentials.get(credential)?.ended).toEqual({
    at: morning,
    reason: "leaked",
  });
  const before = house.log.length;
  expect(report(credential)).toEqual({ ended: false });
  expect(report("nobody")).toEqual({ ended: false });
  expect(house.kindsSince(before)).toEqual([]);
  const { canary } = house.submit(layCanary({ laid: "wiki", secretHash: "h", actor: amy }));
  report(canary);
  expect(house.log.at(-1)).toMatchObject({ kind: "canary.used", body: { how: "reported" } });
});

test("[N5] the one step of a finding is taken as it was shown, and no other", () => {
  const house = new House();
  const workload = house.active({ id: "idle", neededBy: [] });
  house.now += 31 * day;
  const finding = "NHI1:unused:idle";
  const remedy = (more: object = {}) =>
    house.submit(remedyFinding({ finding, shown: "suspend", actor: amy, ...more }));
  expect(() => remedy({ finding: "NHI1:unused:other" })).toThrow(refusal("finding-unknown"));
  expect(() => remedy({ shown: "retire" })).toThrow(refusal("finding-no-step"));
  expect(remedy()).toEqual({ remedy: { type: "suspend", workload } });
  expect(house.workload(workload)).toMatchObject({ state: "suspended" });
  expect(() => remedy()).toThrow(refusal("finding-unknown"));
});

test("[N5] what something depends on is not stopped in one step", () => {
  const house = new House();
  house.active({ id: "needed", neededBy: ["4B"] });
  house.now += 61 * day;
  const found = listFindings(house.world, house.now);
  expect(found).toMatchObject([{ id: "NHI1:unused:needed", severity: "high" }]);
  expect(found[0]?.remedy).toBeUndefined();
  const shown = { finding: "NHI1:unused:needed", shown: "suspend", actor: amy } as const;
  expect(() => house.submit(remedyFinding(shown))).toThrow(refusal("finding-no-step"));
});
