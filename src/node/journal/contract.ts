import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Journal } from "../../ports/index.ts";

/** An empty journal for one test. */
export interface FreshJournal {
  readonly journal: Journal;
  end(): Promise<void>;
}

/** The contract of {@link Journal}, as tests: every journal passes them. */
export function describeJournal(name: string, fresh: () => Promise<FreshJournal>): void {
  describe(`[X14] the journal contract ${name}`, () => {
    let kept: FreshJournal;
    beforeEach(async () => {
      kept = await fresh();
    });
    afterEach(() => kept.end());

    const ids = async () => (await kept.journal.read()).entries.map(({ id }) => id);
    const append = async (...names: readonly string[]) => {
      for (const id of names) await kept.journal.append({ id, value: { said: id } });
    };

    test("is empty at first", async () => {
      expect(await kept.journal.read()).toEqual({ entries: [], damage: [] });
    });

    test("holds what was appended, in order, as it was", async () => {
      const value = { text: 'Ünï "code"\n\u0000', list: [1, null, { deep: true }] };
      await kept.journal.append({ id: "jrn_1", value });
      await append("jrn_2");
      expect((await kept.journal.read()).entries).toEqual([
        { id: "jrn_1", value },
        { id: "jrn_2", value: { said: "jrn_2" } },
      ]);
    });

    test("takes several at once in the order in which they came", async () => {
      const names = Array.from({ length: 50 }, (_, index) => `jrn_${index}`);
      await Promise.all(names.map((id) => kept.journal.append({ id, value: id })));
      expect(await ids()).toEqual(names);
    });

    test("forgets an entry and all before it, and goes on", async () => {
      await append("a", "b", "c");
      await kept.journal.discard("b");
      expect(await ids()).toEqual(["c"]);
      await append("d");
      expect(await ids()).toEqual(["c", "d"]);
      await kept.journal.discard("d");
      expect(await ids()).toEqual([]);
      await append("e");
      expect(await ids()).toEqual(["e"]);
    });

    test("forgets nothing for an entry that is not there", async () => {
      await append("a", "b");
      await kept.journal.discard("z");
      expect(await ids()).toEqual(["a", "b"]);
      await kept.journal.discard("a");
      await kept.journal.discard("a");
      expect(await ids()).toEqual(["b"]);
    });

    test("keeps what is appended while it forgets", async () => {
      await append("a");
      await Promise.all([kept.journal.discard("a"), append("b"), append("c")]);
      expect(await ids()).toEqual(["b", "c"]);
    });

    test("is read as it was, whatever becomes of the value afterwards", async () => {
      const value = { list: [1] };
      await kept.journal.append({ id: "a", value });
      value.list.push(2);
      expect((await kept.journal.read()).entries).toEqual([{ id: "a", value: { list: [1] } }]);
    });
  });
}
