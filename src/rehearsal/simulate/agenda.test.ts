import fc from "fast-check";
import { expect, test } from "vitest";
import { answered, createAgenda, goOn, type Routine } from "./agenda.ts";

test("what was put comes out by its instant and, at the same one, in the order it was put", () => {
  const instants = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
  fc.assert(
    fc.property(instants, (all) => {
      const agenda = createAgenda();
      const routines = all.map((): Routine => {
        return (function* () {})();
      });
      for (const [index, at] of all.entries()) agenda.put(at, routines[index] as Routine);
      const expected = all.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at);
      for (const { at, index } of expected) {
        expect(agenda.nextAt()).toBe(at);
        expect(agenda.take()).toBe(routines[index]);
      }
      expect([agenda.nextAt(), agenda.take()]).toEqual([undefined, undefined]);
    }),
  );
});

test("a routine goes on with what it waited for, be it an answer or an error, until it says when it goes on", async () => {
  const said: string[] = [];
  const routine = (function* (): Routine {
    said.push(yield* answered(Promise.resolve("answer")));
    try {
      yield* answered(Promise.reject(new Error("error")));
    } catch (error) {
      said.push((error as Error).message);
    }
    yield 5;
    yield* answered(Promise.reject(new Error("nobody's")));
  })();
  expect(await goOn(routine)).toBe(5);
  expect(said).toEqual(["answer", "error"]);
  await expect(goOn(routine)).rejects.toThrow("nobody's");
  expect(await goOn(routine)).toBeUndefined();
});
