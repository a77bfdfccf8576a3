import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counterIds, fakeClock, sha256 } from "../../tests/support/ports.ts";
import { createMemoryStore } from "../memory/index.ts";
import type { Log } from "../ports/index.ts";
import type { Command, LogRecord } from "../world/index.ts";
import { decodeRecord } from "./catch-up.ts";
import { openSequencer, type SequencerOptions } from "./sequencer.ts";

type Store = ReturnType<typeof createMemoryStore>;

async function open(options: SequencerOptions = {}, change: (log: Log) => Log = (log) => log) {
  const clock = fakeClock();
  const store = createMemoryStore({ clock });
  const ports = {
    log: change(store.log),
    side: store.side,
    clock,
    ids: counterIds(),
    hasher: sha256,
    wait: async () => undefined,
  };
  return { store, clock, ports, sequencer: await openSequencer(ports, options) };
}

async function readAll({ log }: Store): Promise<readonly LogRecord[]> {
  return (await log.read(0, { limit: 10_000 })).map(decodeRecord);
}

const actor = { type: "system", id: "test" } as const;

/** Registers a person the first time; answers whether it did. Its answer depends on the world it is handled on. */
function register(person: string): Command<{ readonly fresh: boolean; readonly position: number }> {
  return {
    name: "person.register",
    actor,
    handle: ({ world, position }) => {
      const fresh = !world.people.has(person);
      return {
        records: fresh ? [{ kind: "person.registered", body: { person } }] : [],
        answer: { fresh, position },
      };
    },
  };
}

const refuse: Command<never> = {
  name: "test.refuse",
  actor,
  handle: () => {
    throw Object.assign(new Error("refused"), { code: "refused" });
  },
};

/** Numbers its occurrences in a side row: needs the writes of earlier commands of its batch. */
function count(key: string): Command<number> {
  const row = { table: "identifiers", key } as const;
  return {
    name: "test.count",
    actor,
    needs: [row],
    handle: ({ side }) => {
      const value = Number(side(row) ?? 0) + 1;
      return {
        records: [{ kind: "person.registered", body: { person: `${key}-${value}` } }],
        side: [{ ...row, value }],
        answer: value,
      };
    },
  };
}

describe("the sequencer", () => {
  test("commands handled in one batch give the same records as handled one by one", async () => {
    const script = fc.array(
      fc.oneof(
        fc.constantFrom("a", "b", "c").map((person) => () => register(person)),
        fc.constantFrom("x", "y").map((key) => () => count(key)),
        fc.constant(() => refuse),
      ),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(script, async (commands) => {
        const together = await open();
        const single = await open({ maxBatch: 1 });
        const submitAll = ({ sequencer }: typeof single) =>
          Promise.allSettled(commands.map((make) => sequencer.submit<unknown>(make())));
        const a = await submitAll(together);
        const b = await submitAll(single);
        expect(a).toEqual(b);
        const [one, other] = [await readAll(together.store), await readAll(single.store)];
        const bare = (records: readonly LogRecord[]) =>
          records.map(({ id: _id, batch: _batch, ...rest }) => rest);
        expect(bare(one)).toEqual(bare(other));
      }),
      { numRuns: 100 },
    );
  });

  test("a log that has nothing to wait for gets the same records as any other, and its followers the same turns", async () => {
    const script = fc.array(
      fc.oneof(
        fc.constantFrom("a", "b", "c").map((person) => () => register(person)),
        fc.constantFrom("x", "y").map((key) => () => count(key)),
        fc.constant(() => refuse),
      ),
      { maxLength: 30 },
    );
    const ran = async (keep: boolean, commands: readonly (() => Command<unknown>)[]) => {
      const clock = fakeClock();
      const store = createMemoryStore({ clock, keep });
      const wait = async () => undefined;
      const ports = { ...store, clock, ids: counterIds(), hasher: sha256, wait };
      const sequencer = await openSequencer(ports);
      const told: LogRecord[] = [];
      const further: Promise<unknown>[] = [];
      sequencer.follow((records) => {
        told.push(...records);
        // What a follower submits comes after what it was told of.
        if (records.length === 1 && told.length % 3 === 0) {
          further.push(sequencer.submit(register(`after-${told.length}`)));
        }
      });
      const answers: unknown[] = [];
      for (const make of commands) {
        answers.push(...(await Promise.allSettled([sequencer.submit(make())])));
        answers.push(...(await Promise.allSettled(further.splice(0))));
      }
      const bare = told.map(({ batch: _batch, id: _id, ...rest }) => rest);
      return { answers, bare, figures: sequencer.figures(), world: sequencer.world().next };
    };
    await fc.assert(
      fc.asyncProperty(script, async (commands) => {
        expect(await ran(false, commands)).toEqual(await ran(true, commands));
      }),
      { numRuns: 100 },
    );
  });

  test("a command that refuses leaves no trace, and the others of its batch go on", async () => {
    const { sequencer, store } = await open();
    const answers = await Promise.allSettled([
      sequencer.submit(register("a")),
      sequencer.submit(refuse),
      sequencer.submit(register("b")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await readAll(store)).map(({ position }) => position)).toEqual([0, 1]);
  });

  test("somebody else was first: the commands are handled again on the newer world", async () => {
    const first = await open();
    const second = await openSequencer({ ...first.ports, ids: counterIds("other") });
    await first.sequencer.submit(register("a"));
    const answer = await second.submit(register("a"));
    expect(answer).toEqual({ fresh: false, position: 1 });
    await second.submit(register("b"));
    await first.sequencer.refresh();
    expect(first.sequencer.world().people.has("b")).toBe(true);
    expect(second.figures().conflicts).toBeLessThanOrEqual(1);
  });

  test("the same idempotency key gets the first answer again, in one batch and later", async () => {
    const { sequencer, store } = await open();
    const keyed = () => ({ ...count("k"), key: "request-1" });
    const answers = await Promise.all([sequencer.submit(keyed()), sequencer.submit(keyed())]);
    expect(answers).toEqual([1, 1]);
    expect(await sequencer.submit(keyed())).toBe(1);
    expect(await readAll(store)).toHaveLength(1);
  });

  test("a key that no database keeps is refused alone: the others of its batch go on", async () => {
    const { sequencer } = await open();
    const answers = await Promise.allSettled([
      sequencer.submit(register("a")),
      sequencer.submit(count("x\0y")),
      sequencer.submit({ ...register("b"), key: "\ud800" }),
      sequencer.submit({
        ...register("c"),
        handle: () => ({
          records: [],
          side: [{ table: "names", key: "\0", value: 1 }],
          answer: { fresh: true, position: 0 },
        }),
      }),
      sequencer.submit(register("d")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(answers[1]).toMatchObject({ reason: { code: "malformed-key" } });
  });

  test("[U1] when the log cannot be written nothing is answered and the world stays as it was", async () => {
    let broken = true;
    const { sequencer } = await open({}, (log) => ({
      ...log,
      append: async (batch) => {
        if (broken) throw new Error("no connection");
        return log.append(batch);
      },
    }));
    await expect(sequencer.submit(register("a"))).rejects.toMatchObject({
      code: "log-unavailable",
    });
    expect(sequencer.world().people.has("a")).toBe(false);
    broken = false;
    expect(await sequencer.submit(register("a"))).toEqual({ fresh: true, position: 0 });
  });

  test("an append that was done although its answer was lost is found again, not done twice", async () => {
    let lose = true;
    const { sequencer, store } = await open({}, (log) => ({
      ...log,
      append: async (batch) => {
        const appended = await log.append(batch);
        if (!lose) return appended;
        lose = false;
        throw new Error("connection lost");
      },
    }));
    const keyed = { ...register("a"), key: "request-1" };
    await expect(sequencer.submit(keyed)).rejects.toMatchObject({ code: "log-unavailable" });
    expect(await sequencer.submit(keyed)).toEqual({ fresh: true, position: 0 });
    expect(await readAll(store)).toHaveLength(1);
  });

  test("`at` never goes back, whatever the wall clock does", async () => {
    const { sequencer, store, clock } = await open();
    for (const [index, jump] of [0, -3_600_000, 5_000, -1, 86_400_000].entries()) {
      clock.jump(jump);
      await sequencer.submit(register(`p${index}`));
    }
    const ats = (await readAll(store)).map(({ at }) => at);
    expect(ats).toEqual([...ats].sort((a, b) => a - b));
  });

  test("rows without a record are no news to who follows the log", async () => {
    const { sequencer } = await open();
    const told: number[] = [];
    sequencer.follow((records) => void told.push(records.length));
    const side = [{ table: "oidc", key: "a", value: 1 }] as const;
    const handle = () => ({ records: [], side, answer: undefined });
    await sequencer.submit({ name: "test.rows", actor, handle });
    await sequencer.submit(register("amy"));
    expect(told).toEqual([1]);
  });

  test("stopping answers what was taken and refuses what comes after", async () => {
    const { sequencer } = await open();
    const taken = sequencer.submit(register("a"));
    await sequencer.stop();
    expect(await taken).toEqual({ fresh: true, position: 0 });
    await expect(sequencer.submit(register("b"))).rejects.toMatchObject({ code: "out-of-service" });
  });
});
