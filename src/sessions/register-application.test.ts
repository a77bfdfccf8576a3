import * as crypto from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { createRepeats } from "../access/index.ts";
import { connectApplication, enterPin, registerApplication, retireApplication } from "./index.ts";
import { SmallHospital } from "./test-support.ts";

let hospital: SmallHospital;
beforeAll(async () => {
  hospital = new SmallHospital(await shippedBundle());
});

const hasher = {
  sha256: (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest(),
};
const actor = { type: "system", id: "test" } as const;
const growth = {
  id: "growth",
  name: "Growth chart",
  kind: "only-told",
  browser: true,
  redirectUris: [],
  scopes: [],
  serves: [],
} as const;

test("an application is registered, changed under its id, and never taken for a new one", () => {
  const { id: _id, ...nameless } = growth;
  const made = hospital.submit(registerApplication(nameless, actor));
  expect(made.application).toMatch(/^app_/);
  hospital.submit(registerApplication(growth, actor, { isNew: true }));
  hospital.submit(registerApplication({ ...growth, name: "Curves" }, actor));
  expect(hospital.world.applications.get("growth")?.name).toBe("Curves");
  expect(() =>
    hospital.submit(registerApplication({ ...growth, name: "Another" }, actor, { isNew: true })),
  ).toThrow(expect.objectContaining({ code: "application-known" }) as Error);
  expect(hospital.world.applications.get("growth")?.name).toBe("Curves");
});

test("[N4] a workload's name is no application's: both would be clients with one id", () => {
  const about = { name: "Lab", purpose: "x", scopes: ["decision.ask"], until: 4e12 };
  hospital.record("workload.registered", { ...about, workload: "lab" });
  for (const isNew of [true, false]) {
    expect(() =>
      hospital.submit(registerApplication({ ...growth, id: "lab" }, actor, { isNew })),
    ).toThrow(/There is a workload with this name/);
  }
  // What has one name from before that was looked at can still be changed.
  hospital.record("workload.registered", { ...about, workload: "growth" });
  hospital.submit(registerApplication({ ...growth, name: "Lines" }, actor));
  expect(hospital.world.applications.get("growth")?.name).toBe("Lines");
});

test("one that is retired is unknown, and cannot be retired again", () => {
  hospital.submit(retireApplication("growth", actor));
  expect(hospital.world.applications.has("growth")).toBe(false);
  expect(() => hospital.submit(retireApplication("growth", actor))).toThrow(
    expect.objectContaining({ code: "application-unknown" }) as Error,
  );
});

test("[L3] sign-outs that a retired application is owed, and those of who is in, are given up on record; of the others it owes nothing", () => {
  const decisions = { ...hospital.deps, repeats: createRepeats({ hasher }) };
  const connect = (application: string, person: string, seat: string): string => {
    const entry = { seat, badge: `bdg-${person}`, right: true };
    const came = hospital.submit(enterPin(hospital.deps, entry));
    const session = came.type === "in" ? came.session : "";
    const surface = { type: "seat", id: seat } as const;
    const wish = { application, session, surface, scopes: ["openid"] };
    const made = hospital.submit(connectApplication(decisions, wish));
    if (made.type === "refused") throw new Error("not connected");
    return made.connection.id;
  };
  const told = { ...growth, id: "told", logoutUri: "https://told.example/logout" };
  hospital.submit(registerApplication(told, actor));
  hospital.submit(registerApplication({ ...growth, id: "silent" }, actor));
  const [owed, live] = [connect("told", "eve", "4B-1"), connect("told", "amy", "4B-2")];
  connect("silent", "amy", "4B-2");
  const session = hospital.world.connections.get(owed)?.session ?? "";
  hospital.record("session.closed", { session, reason: "signed-out" });
  expect([...hospital.world.logouts.values()].map(({ id }) => id)).toEqual([owed]);
  const before = hospital.log.length;
  expect(hospital.submit(retireApplication("told", actor))).toEqual({ untold: 2 });
  expect(hospital.log.slice(before).map(({ kind, body }) => [kind, body])).toEqual([
    ["logout.told", { connection: owed, outcome: "given-up" }],
    ["logout.told", { connection: live, outcome: "given-up" }],
    ["application.retired", { application: "told" }],
  ]);
  expect(hospital.world.logouts.size).toBe(0);
  expect(hospital.submit(retireApplication("silent", actor))).toEqual({ untold: 0 });
});
