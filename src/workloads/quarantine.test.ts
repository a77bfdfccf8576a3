import { beforeEach, expect, test } from "vitest";
import { isWorkloadLive, whyCredentialRefused } from "../world/index.ts";
import {
  previewQuarantine,
  type QuarantineTarget,
  quarantine,
  releaseCredential,
} from "./quarantine.ts";
import { ben, House, refusal } from "./test-support.ts";

let house: House;
let lab: string;
beforeEach(() => {
  house = new House();
  lab = house.active({ id: "lab" });
  house.key(lab, "k1", "one");
  house.key(lab, "k2", "two");
  house.active({ id: "imaging", vendor: "Other" });
  house.key("imaging", "k3");
});
const stop = (target: QuarantineTarget) => house.submit(quarantine(target, ben));
const preview = (target: QuarantineTarget) => previewQuarantine(house.world, target, house.now);
const refusedNow = () =>
  [...house.world.workloadCredentials.values()].flatMap((credential) => {
    const workload = house.workload(credential.workload);
    const why = whyCredentialRefused(workload, credential, house.now);
    return why === undefined ? [] : [[credential.id, why]];
  });

test("[N9] one instance stops, and not the fleet: just what the preview says", () => {
  const target = { type: "instance", workload: lab, instance: "two" } as const;
  const said = preview(target);
  expect(said.stops).toEqual([
    {
      workload: lab,
      name: "Laboratory gateway",
      owner: "amy",
      whole: false,
      stops: ["k2"],
      left: ["k1"],
      databaseRoles: [],
      neededBy: ["4B"],
    },
  ]);
  expect(refusedNow()).toEqual([]);
  expect(stop(target)).toEqual(said);
  expect(refusedNow()).toEqual([["k2", "credential-stopped"]]);
  expect(isWorkloadLive(house.workload(lab), house.now)).toBe(true);
  house.submit(releaseCredential("k2", ben));
  expect(refusedNow()).toEqual([]);
  expect(() => house.submit(releaseCredential("k2", ben))).toThrow(refusal("quarantine-nothing"));
});

test("[N9] a key stops; what has stopped already is no news", () => {
  stop({ type: "key", credential: "k1" });
  expect(refusedNow()).toEqual([["k1", "credential-stopped"]]);
  expect(() => preview({ type: "key", credential: "k1" })).toThrow(refusal("quarantine-nothing"));
});

test("[N9] a workload stops as a whole, with every credential that it has", () => {
  const { stops } = stop({ type: "workload", workload: lab });
  expect(stops).toMatchObject([{ whole: true, stops: ["k1", "k2"], left: [] }]);
  expect(refusedNow()).toEqual([
    ["k1", "workload-not-live"],
    ["k2", "workload-not-live"],
  ]);
  expect(house.workload(lab)?.suspended?.reason).toBe("quarantine");
});

test("[N9] all of a vendor stop, those that are approved too, and nobody else's", () => {
  house.active({ id: "second" });
  const asked = house.request({ id: "asked" });
  const { stops } = stop({ type: "vendor", vendor: "Acme" });
  expect(stops.map(({ workload }) => workload).toSorted()).toEqual(["lab", "second"]);
  expect(house.workload("imaging")?.state).toBe("active");
  expect(house.workload(asked)?.state).toBe("requested");
  expect(() => stop({ type: "vendor", vendor: "Acme" })).toThrow(refusal("quarantine-nothing"));
  expect(() => stop({ type: "vendor", vendor: "nobody" })).toThrow(refusal("quarantine-nothing"));
  expect(() => stop({ type: "key", credential: "none" })).toThrow(refusal("quarantine-nothing"));
  expect(() => stop({ type: "workload", workload: "none" })).toThrow(refusal("workload-unknown"));
});
