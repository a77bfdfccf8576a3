import { expect, test } from "vitest";
import { createPast } from "../../access/index.ts";
import type { Entry, Log } from "../../ports/index.ts";
import { createOfLog } from "./of-log.ts";

const day = 24 * 3_600_000;
const start = 1_773_172_800_000;

const turns = [
  ["site.registered", (position: number) => ({ name: "n", site: `s${position}`, zone: "UTC" })],
  [
    "handover.given",
    () => ({ from: "ben", patient: "anna", role: "nurse", to: "eva", until: start, ward: "4B" }),
  ],
  ["decision.permitted", () => ({ action: "handover.give" })],
] as const;

/** A log of a record for each day: a site, a handover, and a permit, which changes no state, in turn. */
function logOf(days: number): { log: Pick<Log, "head" | "changes">; grow(): void } {
  const entries: Entry[] = [];
  const grow = () => {
    const position = entries.length;
    const [kind, body] = turns[position % turns.length] ?? turns[0];
    const state = kind !== "decision.permitted";
    const record = { at: start + position * day, body: body(position), kind, position };
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    entries.push({ position, state, bytes } as Entry);
  };
  for (let count = 0; count < days; count++) grow();
  const part = (from: number, to = entries.length) => entries.slice(from, Math.max(from, to));
  return {
    grow,
    log: {
      head: async () => ({ next: entries.length, at: start + (entries.length - 1) * day }) as never,
      changes: async (from, { to, limit }) =>
        part(from, to)
          .filter(({ state }) => state)
          .slice(0, limit),
    },
  };
}

test("[X15] what changed in the whole log is read back, of handovers the last weeks' are kept, and it goes on from there", async () => {
  const { log, grow } = logOf(1_301);
  const reader = createOfLog(log, createPast());
  const past = await reader.current();
  expect(past?.next).toBe(1_301);
  expect(past?.world.sites.size).toBe(434);
  const handovers = past?.handedOver("anna").map(({ at }) => at) ?? [];
  expect(Math.min(...handovers)).toBe(start + 1_264 * day);
  expect(handovers).toHaveLength(13);
  grow();
  grow();
  expect((await reader.whole()).next).toBe(1_303);
});

test("while it is being read there is none, and nobody waits for long", async () => {
  const { log } = logOf(10);
  let go = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    go = resolve;
  });
  const slow = createOfLog({ ...log, head: () => stopped.then(log.head) }, createPast());
  expect(await slow.current()).toBeUndefined();
  go();
  expect((await slow.whole()).next).toBe(10);
  expect((await slow.current())?.next).toBe(10);
});
