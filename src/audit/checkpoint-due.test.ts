import fc from "fast-check";
import { expect, test } from "vitest";
import { checkpointDue, type LastCheckpoint } from "./checkpoint-due.ts";

test("the first checkpoint is due at once, also of an empty log", () => {
  expect(checkpointDue(undefined, 0, 5)).toEqual({ type: "due" });
});

test("nothing is due without new records", () => {
  expect(checkpointDue({ size: 7, at: 0 }, 7, 1_000_000)).toEqual({ type: "none" });
});

test("new records after a quiet time are signed at once, under load once in an interval", () => {
  expect(checkpointDue({ size: 7, at: 0 }, 8, 5000)).toEqual({ type: "due" });
  expect(checkpointDue({ size: 7, at: 5000 }, 8, 5100)).toEqual({ type: "wait", for: 700 });
});

test("a log shorter than what was signed is never signed", () => {
  expect(checkpointDue({ size: 7, at: 0 }, 6, 5000)).toEqual({ type: "behind" });
});

test("a reading from before a restart does not put checkpoints off", () => {
  expect(checkpointDue({ size: 7, at: 9_000_000 }, 8, 20)).toEqual({ type: "wait", for: 800 });
});

test("every record is in a checkpoint less than 1 s after it came", () => {
  const gaps = fc.array(fc.nat(3000), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(gaps, fc.nat(2000), (waits, start) => {
      let last: LastCheckpoint | undefined = { size: 0, at: 0 };
      let now = start;
      let size = 0;
      const unsigned: number[] = [];
      for (const wait of waits) {
        const next = now + wait;
        // The follower wakes for a record and when it was told to, and signing takes it up to 150 ms.
        for (let asked = checkpointDue(last, size, now); asked.type !== "none"; ) {
          if (asked.type === "wait" && now + asked.for > next) break;
          if (asked.type === "wait") now += asked.for;
          else {
            for (const came of unsigned.splice(0)) expect(now + 150 - came).toBeLessThan(1000);
            last = { size, at: now };
          }
          asked = checkpointDue(last, size, now);
        }
        now = next;
        size++;
        unsigned.push(now);
      }
    }),
  );
});
