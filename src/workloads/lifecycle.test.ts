import { beforeEach, describe, expect, test } from "vitest";
import { isWorkloadLive } from "../world/index.ts";
import { approveWorkload } from "./approve-workload.ts";
import { extendWorkload } from "./extend-workload.ts";
import { handOverWorkload } from "./hand-over-workload.ts";
import { requestWorkload } from "./request-workload.ts";
import { resumeWorkload } from "./resume-workload.ts";
import { proveRefused, retireWorkload } from "./retire-workload.ts";
import { suspendWorkload } from "./suspend-workload.ts";
import { amy, ben, day, gateway, House, morning, refusal } from "./test-support.ts";

let house: House;
beforeEach(() => {
  house = new House();
});
const live = (id: string) => isWorkloadLive(house.workload(id), house.now);

describe("asking for a workload", () => {
  test("[N8] it is nothing until somebody else approves it, nor before its first credential", () => {
    const workload = house.request();
    expect(house.workload(workload)).toMatchObject({ state: "requested", requestedBy: "amy" });
    expect(live(workload)).toBe(false);
    house.submit(approveWorkload({ workload, actor: ben }));
    expect(house.workload(workload)).toMatchObject({ state: "approved", approvedBy: "ben" });
    expect(live(workload)).toBe(false);
    house.record("workload.activated", { workload });
    expect(house.workload(workload)).toMatchObject({ state: "active", since: morning });
    expect(live(workload)).toBe(true);
  });

  test("[N8] nobody approves what they asked for, through the terminal either", () => {
    const workload = house.request();
    const terminal = { type: "system", id: "terminal", onBehalfOf: "amy" } as const;
    for (const actor of [amy, terminal]) {
      expect(() => house.submit(approveWorkload({ workload, actor }))).toThrow(
        refusal("own-workload"),
      );
    }
    house.submit(approveWorkload({ workload, actor: { ...terminal, onBehalfOf: "cyn" } }));
    expect(house.workload(workload)?.approvedBy).toBe("cyn");
    expect(() => house.submit(approveWorkload({ workload, actor: ben }))).toThrow(
      refusal("workload-not-requested"),
    );
  });

  test("[N8] owner, deputy, purpose, environment, vendor, scopes and an end are required", () => {
    const ask = (more: object) => () =>
      house.submit(requestWorkload({ ...gateway, ...more, actor: amy }));
    for (const people of [{ owner: "ben" }, { deputy: "nobody" }, { owner: "nobody" }]) {
      expect(ask(people)).toThrow(refusal("workload-people"));
    }
    for (const more of [
      { name: " " },
      { purpose: "" },
      { purpose: "x".repeat(201) },
      { vendor: "" },
      { scopes: [] },
      { scopes: ["patient/*.rs"] },
      { scopes: ["system/*.rs", "system/*.rs"] },
      { wards: ["9Z"] },
      { networks: ["10.0.0.0/33"] },
      { networks: ["anywhere"] },
      { failover: ["10.0.0.0/99"] },
      { accounts: ["lab"] },
      { hours: { from: "08:00", to: "08:00", zone: "Europe/London" } },
      { hours: { from: "8", to: "18:00", zone: "Europe/London" } },
      { until: morning },
      { until: morning + 367 * day },
      { until: Number.NaN },
      { id: "no spaces" },
    ]) {
      expect(ask(more), JSON.stringify(more)).toThrow(refusal("workload-terms"));
    }
    expect(house.world.workloads.size).toBe(0);
    house.request({ id: "lab", networks: ["10.1.0.0/16", "2001:db8::/48"], wards: ["4B"] });
    expect(ask({ id: "lab" })).toThrow(refusal("workload-known"));
  });

  test("[N8] who was to answer for it has to work here still when it is approved", () => {
    const workload = house.request();
    house.leave("amy");
    expect(() => house.submit(approveWorkload({ workload, actor: ben }))).toThrow(
      refusal("workload-people"),
    );
  });
});

describe("a workload's days", () => {
  test("[N8] it is suspended and resumed, and what was decommissioned stays so", () => {
    const workload = house.active();
    house.key(workload, "k1");
    const suspend = () =>
      house.submit(suspendWorkload({ workload, reason: "concern", actor: ben }));
    const resume = () => house.submit(resumeWorkload({ workload, actor: ben }));
    expect(resume).toThrow(refusal("workload-not-suspended"));
    suspend();
    expect(live(workload)).toBe(false);
    expect(suspend).toThrow(refusal("workload-not-live"));
    resume();
    expect(live(workload)).toBe(true);
    house.submit(retireWorkload({ workload, actor: ben }));
    for (const act of [suspend, resume]) expect(act).toThrow(refusal("workload-over"));
    const again = { name: "Again", purpose: "x", scopes: [], until: morning + day, workload };
    house.record("workload.registered", again);
    house.record("workload.resumed", { workload });
    expect(house.workload(workload)).toMatchObject({ state: "decommissioned", until: morning });
    expect(() =>
      house.submit(suspendWorkload({ workload: "x", reason: "other", actor: ben })),
    ).toThrow(refusal("workload-unknown"));
  });

  test("[N8] retiring ends every credential, and it can be shown by what each is refused", () => {
    const workload = house.active();
    house.key(workload, "k1");
    house.key(workload, "k2");
    expect(proveRefused(house.world, workload, house.now).map(({ why }) => why)).toEqual([
      undefined,
      undefined,
    ]);
    const { ended } = house.submit(retireWorkload({ workload, actor: ben }));
    expect(ended).toBe(2);
    expect(proveRefused(house.world, workload, house.now)).toEqual([
      { credential: "k1", kind: "key", why: "credential-ended" },
      { credential: "k2", kind: "key", why: "credential-ended" },
    ]);
    house.record("workload-credential.released", { credential: "k1" });
    expect(proveRefused(house.world, workload, house.now)[0]?.why).toBe("credential-ended");
  });

  test("[N8] its end is moved, but for one that nobody answers for; over, it is not resumed", () => {
    const workload = house.active();
    const extend = (until: number) => () =>
      house.submit(extendWorkload({ workload, until, actor: ben }));
    expect(extend(morning - 1)).toThrow(refusal("workload-terms"));
    extend(morning + day)();
    expect(house.workload(workload)?.until).toBe(morning + day);
    house.submit(suspendWorkload({ workload, reason: "other", actor: ben }));
    house.now = morning + day;
    expect(() => house.submit(resumeWorkload({ workload, actor: ben }))).toThrow(
      refusal("workload-expired"),
    );
    house.record("workload.orphaned", { workload, due: house.now + day });
    expect(extend(house.now + day)).toThrow(refusal("workload-ownerless"));
  });

  test("[N8] handing over names two people who work here, and ends that nobody answers for it", () => {
    const workload = house.active();
    house.record("workload.orphaned", { workload, due: morning + day });
    expect(house.workload(workload)).not.toHaveProperty("owner");
    const give = (owner: string, deputy: string) => () =>
      house.submit(handOverWorkload({ workload, owner, deputy, actor: ben }));
    expect(give("cyn", "cyn")).toThrow(refusal("workload-people"));
    give("cyn", "amy")();
    expect(house.workload(workload)).toMatchObject({ owner: "cyn", deputy: "amy" });
    expect(house.workload(workload)).not.toHaveProperty("orphaned");
    expect(house.world.workloadsByPerson.get("ben")).toEqual([]);
    expect(house.world.workloadsByPerson.get("cyn")).toEqual([workload]);
  });
});
