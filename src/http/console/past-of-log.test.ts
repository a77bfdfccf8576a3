import { expect, test } from "vitest";
import type { Entry, Log } from "../../ports/index.ts";
import { createPastOfLog } from "./past-of-log.ts";

const day = 24 * 3_600_000;
const start = 1_773_172_800_000;

/** A log of a record for each day: a site in turn with a permit to hand a patient over; it counts what is read. */
function logOf(days: number): { log: Pick<Log, "head" | "read" | "changes">; grow(): void } {
  const entries: Entry[] = [];
  const grow = () => {
    const position = entries.length;
    const state = position % 2 === 0;
    const body = state
      ? { name: "n", site: `s${position}`, zone: "UTC" }
      : {
          action: "handover.give",
          resource: { type: "patient", id: "anna" },
          subject: { type: "person", id: "ben" },
        };
    const kind = state ? "site.registered" : "decision.permitted";
    const record = { at: start + position * day, body, kind, position };
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    entries.push({ position, state, bytes } as Entry);
  };
  for (let count = 0; count < days; count++) grow();
  const part = (from: number, to = entries.length) => entries.slice(from, Math.max(from, to));
  return {
    grow,
    log: {
      head: async () => ({ next: entries.length, at: start + (entries.length - 1) * day }) as never,
      read: async (from, { to, limit }) => part(from, to).slice(0, limit),
      changes: async (from, { to, limit }) =>
        part(from, to)
          .filter(({ state }) => state)
          .slice(0, limit),
    },
  };
}

test("[X15] the whole log is read back, of permits the last weeks', and it goes on from there", async () => {
  const { log, grow } = logOf(1_301);
  const reader = createPastOfLog(log);
  const past = await reader.current();
  expect(past?.next).toBe(1_301);
  expect(past?.world.sites.size).toBe(651);
  const handovers = past?.handedOver("anna").map(({ at }) => at) ?? [];
  expect(Math.min(...handovers)).toBe(start + 1_263 * day);
  expect(handovers).toHaveLength(19);
  grow();
  expect((await reader.whole()).next).toBe(1_302);
});

test("while it is being read there is none, and nobody waits for long", async () => {
  const { log } = logOf(10);
  let go = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    go = resolve;
  });
  const slow = createPastOfLog({ ...log, head: () => stopped.then(log.head) });
  expect(await slow.current()).toBeUndefined();
  go();
  expect((await slow.whole()).next).toBe(10);
  expect((await slow.current())?.next).toBe(10);
});
