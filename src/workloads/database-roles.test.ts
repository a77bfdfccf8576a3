import { beforeEach, describe, expect, test } from "vitest";
import { isDatabaseRoleLive } from "../world/index.ts";
import { adoptDatabaseRole } from "./adopt-database-role.ts";
import { askDatabaseRole, renewDatabaseRole } from "./ask-database-role.ts";
import { endCredential } from "./end-credential.ts";
import { endDatabaseRole } from "./end-database-role.ts";
import { endWorkloads } from "./end-with-engagement.ts";
import { noteRoleGone, noteRoleMade, noteRoleStuck } from "./note-database-role.ts";
import { previewQuarantine, type QuarantineTarget, quarantine } from "./quarantine.ts";
import { resumeWorkload } from "./resume-workload.ts";
import { retireWorkload } from "./retire-workload.ts";
import { suspendWorkload } from "./suspend-workload.ts";
import { amy, day, House, morning, refusal } from "./test-support.ts";

const minute = 60_000;
const system = { type: "system", id: "wardkey" } as const;

let house: House;
let workload: string;
beforeEach(() => {
  house = new House();
  workload = house.active({ scopes: ["database.lab", "system/Observation.rs"] });
  house.key(workload, "k1");
  house.key(workload, "k2");
});

const asked = (more: object = {}) => ({
  ...{ workload, credential: "k1", target: "lab", minutes: 30, most: 60, tag: "abcd" },
  ...more,
});
const ask = (more: object = {}) => house.submit(askDatabaseRole(asked(more)));
const made = (more: object = {}) => {
  const { role } = ask(more);
  house.submit(noteRoleMade(role, system));
  return role;
};
const isLive = (role: string) =>
  isDatabaseRoleLive(house.world, house.world.databaseRoles.get(role), house.now);

test("[N7] a role is on record before the database has it, with a name of our own and an end", () => {
  const { name, role, until } = ask();
  expect(house.kindsSince(house.log.length - 1)).toEqual(["database-role.intended"]);
  expect(name).toMatch(/^wardkey_abcd_[\w-]+$/);
  expect(until).toBe(morning + 30 * minute);
  expect(house.world.databaseRoles.get(role)?.made).toBeUndefined();
  expect(JSON.stringify(house.log)).not.toMatch(/password|wardkey_ws_/);
});

test("[N7] no workload gets one that was not approved for it, is not let in, or proved itself by what has ended", () => {
  expect(() => ask({ target: "pharmacy" })).toThrow(refusal("database-refused"));
  expect(() => ask({ credential: "none" })).toThrow(refusal("database-refused"));
  house.submit(endCredential({ credential: "k2", reason: "leaked", actor: amy }));
  expect(() => ask({ credential: "k2" })).toThrow(refusal("database-refused"));
  house.submit(suspendWorkload({ workload, reason: "concern", actor: amy }));
  expect(() => ask()).toThrow(refusal("database-refused"));
});

test("[N7] it is for as long as the database gives roles for, and never outlasts its workload", () => {
  for (const minutes of [0, 61, 1.5, Number.NaN]) {
    expect(() => ask({ minutes })).toThrow(refusal("database-terms"));
  }
  house.now = morning + 200 * day - 5 * minute;
  house.record("workload-credential.added", {
    ...{ credential: "late", kind: "key", thumbprint: "late", workload },
    until: morning + 300 * day,
  });
  expect(ask({ credential: "late" }).until).toBe(morning + 200 * day);
});

test("[N7] a workload that loops gets ten and no more; one that is gone makes room", () => {
  const roles = Array.from({ length: 10 }, () => ask().role);
  expect(() => ask()).toThrow(refusal("database-too-many"));
  house.submit(noteRoleGone(roles[0] as string, system));
  expect(ask().role).toBeDefined();
});

test("[N7] it is renewed while it stands, by its own workload alone, and never made shorter", () => {
  const role = made();
  house.now += 10 * minute;
  const renew = (more: object = {}) => house.submit(renewDatabaseRole({ ...asked(more), role }));
  expect(renew().until).toBe(morning + 40 * minute);
  expect(renew({ minutes: 1 }).until).toBe(morning + 40 * minute);
  const other = house.active({ id: "other", scopes: ["database.lab"] });
  house.key(other, "o1");
  const anothers = { workload: other, credential: "o1" };
  expect(() => renew(anothers)).toThrow(refusal("database-role-unknown"));
  house.now = morning + 40 * minute;
  expect(() => renew()).toThrow(refusal("database-role-unknown"));
});

describe("[N7] it ends in the very act by which", () => {
  const ends: readonly (readonly [string, () => void])[] = [
    [
      "its time is over",
      () => {
        house.now += 30 * minute;
      },
    ],
    [
      "its workload is suspended",
      () => house.submit(suspendWorkload({ workload, reason: "concern", actor: amy })),
    ],
    [
      "its workload is put into quarantine",
      () => void house.submit(quarantine({ type: "workload", workload }, amy)),
    ],
    [
      "the vendor is put into quarantine",
      () => void house.submit(quarantine({ type: "vendor", vendor: "Acme" }, amy)),
    ],
    [
      "the credential that it came by is put into quarantine",
      () => void house.submit(quarantine({ type: "key", credential: "k1" }, amy)),
    ],
    [
      "the credential that it came by is compromised",
      () => house.submit(endCredential({ credential: "k1", reason: "compromised", actor: amy })),
    ],
    ["its workload is retired", () => void house.submit(retireWorkload({ workload, actor: amy }))],
    [
      "it is given back",
      () =>
        house.submit(
          endDatabaseRole({ role: roleNow, reason: "revoked", workload, actor: system }),
        ),
    ],
    [
      "its owner leaves",
      () => {
        const { world, now: at } = house;
        const engagement = world.engagements.get("eng-amy");
        if (engagement === undefined) throw new Error("nobody leaves");
        const ending = { at, engagement, id: String, others: [], what: "all", world } as const;
        const records = endWorkloads(ending);
        house.submit({ name: "t", actor: system, handle: () => ({ records, answer: undefined }) });
      },
    ],
  ];
  let roleNow = "";
  test.each(ends)("%s", (_what, end) => {
    roleNow = made();
    expect(isLive(roleNow)).toBe(true);
    end();
    expect(isLive(roleNow)).toBe(false);
    // It stays in the world until its database is known to have it no more.
    expect(house.world.databaseRoles.has(roleNow)).toBe(true);
  });
});

test("[N7] [N9] what a quarantine ends of them is said beforehand", () => {
  const [first, second] = [made(), made({ credential: "k2" })];
  const ends = (target: QuarantineTarget) =>
    previewQuarantine(house.world, target, house.now).stops.map((one) => one.databaseRoles);
  expect(ends({ type: "key", credential: "k1" })).toEqual([[first]]);
  expect(ends({ type: "workload", workload })).toEqual([[first, second]]);
});

test("[N7] a role of another credential goes on, and what was suspended is not woken by a resumption", () => {
  const [first, second] = [made(), made({ credential: "k2" })];
  house.submit(endCredential({ credential: "k1", reason: "leaked", actor: amy }));
  expect([isLive(first), isLive(second)]).toEqual([false, true]);
  house.submit(suspendWorkload({ workload, reason: "concern", actor: amy }));
  house.submit(resumeWorkload({ workload, actor: amy }));
  expect(isLive(second)).toBe(false);
});

test("[N7] what ended while it was made may not stay, and no workload ends another one's", () => {
  const { role } = ask();
  const foreign = { role, reason: "revoked", workload: "other", actor: system } as const;
  expect(() => house.submit(endDatabaseRole(foreign))).toThrow(refusal("database-role-unknown"));
  house.submit(suspendWorkload({ workload, reason: "concern", actor: amy }));
  expect(house.submit(noteRoleMade(role, system))).toBe(false);
  expect(house.submit(noteRoleMade("none", system))).toBe(false);
});

test("[N7] that it cannot be taken away is said at first and once a day, and is over when it is gone", () => {
  const role = made();
  const stuck = () => house.submit(noteRoleStuck({ role, why: "unreachable" }, system));
  const said = () => house.log.filter(({ kind }) => kind === "database-role.stuck").length;
  stuck();
  house.now += day - 1;
  stuck();
  expect(said()).toBe(1);
  house.now += 1;
  stuck();
  expect(said()).toBe(2);
  expect(house.world.databaseRoles.get(role)?.stuck?.since).toBe(morning);
  house.submit(noteRoleGone(role, system));
  house.submit(noteRoleGone(role, system));
  stuck();
  expect(house.world.databaseRoles.size).toBe(0);
  expect(house.world.databaseRolesByWorkload.get(workload)).toEqual([]);
  expect(said()).toBe(2);
});

test("[N7] one that a database has and no record knows is put on record, to be taken away; a name of somebody else's is not", () => {
  const adopt = (name: string) =>
    house.submit(adoptDatabaseRole({ name, target: "lab", until: morning + day }, system));
  adopt("wardkey_abcd_lost");
  adopt("wardkey_abcd_lost");
  adopt("wardkey_abcd_of Amy Adams");
  const [role, ...more] = [...house.world.databaseRoles.values()];
  expect([role?.name, role?.ended?.reason, more]).toEqual(["wardkey_abcd_lost", "unmade", []]);
  expect(isLive(role?.id ?? "")).toBe(false);
});
