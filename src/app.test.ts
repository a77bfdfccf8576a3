import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { counterIds, sha256 } from "../tests/support/ports.ts";
import { activate, openApp, system } from "./app.ts";
import { createMemoryStore } from "./memory/index.ts";
import { type Bodies, canonicalBytes, type Kind } from "./world/index.ts";

const policy = new URL("../policy/", import.meta.url);
const files = Object.fromEntries(
  readdirSync(policy).map((name) => [name, readFileSync(new URL(name, policy), "utf8")]),
);

test("[S5] however much time passes within a tick, no end is left out between what it recorded and what it names", async () => {
  // Each look at the clock takes a millisecond: the end falls between every two of them in turn.
  for (let lasts = 1; lasts < 40; lasts++) {
    let now = 1_800_000_000_000;
    const clock = { now: () => now++, monotonic: () => now++ };
    const { log, side } = createMemoryStore({ clock });
    const app = await openApp({
      log,
      side,
      clock,
      ids: counterIds(),
      hasher: sha256,
      wait: async () => {},
    });
    const loaded = await app.load(files);
    if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
    await activate(app, loaded.bundle, system);
    const record = <K extends Kind>(kind: K, body: Bodies[K]) =>
      app.submit({
        name: "test",
        actor: system,
        handle: () => ({ records: [{ kind, body } as never], answer: undefined }),
      });
    await record("person.registered", { person: "amy" });
    const engaged = { engagement: "eng", person: "amy", type: "employee" } as const;
    await record("engagement.started", { ...engaged, from: 0, to: now + 1e9 });
    const surface = { type: "console", id: "hash" } as const;
    await record("session.opened", {
      ...{ session: "ses", person: "amy", engagement: "eng", surface, method: "pin" },
      ...{ level: 2, provedAt: now, until: now + lasts },
    });
    let ticks = 0;
    while (ticks < 100 && (await app.tick()) !== undefined) ticks++;
    expect([lasts, app.world().sessions.size]).toEqual([lasts, 0]);
  }
});

test("a policy that this release refuses is named with its file, line, column and policy, and permits nothing", async () => {
  const clock = { now: () => 1_800_000_000_000, monotonic: () => 0 };
  const { log, side } = createMemoryStore({ clock });
  const ports = { log, side, clock, ids: counterIds(), hasher: sha256, wait: async () => {} };
  const before = await openApp(ports);
  const loaded = await before.load(files);
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  // As a release with other words has kept it: the first policy asks for a fact that there is none of here.
  const broken = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      name.endsWith(".cedar")
        ? text.replaceAll("context.signedIn", "context.signedInAsBefore")
        : text,
    ]),
  );
  const hash = Buffer.from(sha256.sha256(canonicalBytes(broken))).toString("hex");
  await activate(before, { ...loaded.bundle, files: broken, hash }, system);
  await before.stop();
  const after = await openApp(ports);
  const status = after.status();
  expect(status).toMatchObject({ type: "out-of-service" });
  expect(status.type === "ready" ? "" : status.why).toMatch(
    /this release refuses it \(\w[\w-]*\.cedar:\d+:\d+: .*`[\w-]+`.*signedInAsBefore/,
  );
});
