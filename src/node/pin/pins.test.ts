import { expect, test } from "vitest";
import { createPins } from "./index.ts";

const pepper = new Uint8Array(32).fill(7);
const quick = { memory: 64, passes: 1 };

test("a PIN is proved by its verifier, which does not hold it", async () => {
  const pins = await createPins({ pepper, cost: quick });
  const verifier = await pins.hash("4826");
  expect(verifier).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(await pins.verify(verifier, "4826", "surface")).toBe(true);
  expect(await pins.verify(verifier, "4827", "surface")).toBe(false);
});

test("the verifier is worth nothing without the pepper", async () => {
  const verifier = await (await createPins({ pepper, cost: quick })).hash("4826");
  const other = await createPins({ pepper: new Uint8Array(32).fill(8), cost: quick });
  expect(await other.verify(verifier, "4826", "surface")).toBe(false);
});

test("without a verifier every PIN is wrong, odd ones too", async () => {
  const pins = await createPins({ pepper, cost: quick });
  for (const pin of ["", "4826", "4".repeat(10_000), "\u0000"]) {
    expect(await pins.verify(undefined, pin, "surface")).toBe(false);
  }
  const verifier = await pins.hash("4826");
  expect(await pins.verify(verifier, `4826${"0".repeat(100)}`, "surface")).toBe(false);
});

test("too many at once are turned away instead of piling up", async () => {
  const pins = await createPins({ pepper, cost: quick });
  const tries = await Promise.allSettled(
    Array.from({ length: 200 }, () => pins.verify(undefined, "4826", "surface")),
  );
  const refused = tries.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(100);
  expect(refused[0]).toMatchObject({ reason: { code: "pins-busy" } });
  expect(await pins.verify(undefined, "4826", "surface")).toBe(false);
});

test("PINs that anybody sends fill their own line only, and those of seats and sessions go before them", async () => {
  const pins = await createPins({ pepper, cost: quick });
  const verifier = await pins.hash("4826");
  const done: string[] = [];
  const flood = Promise.allSettled(
    Array.from({ length: 80 }, async () => {
      await pins.verify(undefined, "0000", "anybody");
      done.push("anybody");
    }),
  );
  await expect(pins.verify(verifier, "4826", "anybody")).rejects.toMatchObject({
    code: "pins-busy",
  });
  const proved = Array.from({ length: 10 }, async () => {
    const right = await pins.verify(verifier, "4826", "surface");
    done.push("surface");
    return right;
  });
  expect(await Promise.all(proved)).toEqual(Array.from({ length: 10 }, () => true));
  // Until one of the last two is done a seat's waits or both places are theirs: nobody's but the first, which was at work before.
  const last = done.lastIndexOf("surface", done.lastIndexOf("surface") - 1);
  expect(done.slice(0, last).filter((line) => line === "anybody").length).toBeLessThanOrEqual(1);
  const answers = await flood;
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(65);
  expect(await pins.verify(verifier, "4826", "anybody")).toBe(true);
});

test("seats' PINs that are too many do not take the line of others", async () => {
  const pins = await createPins({ pepper, cost: quick });
  const seats = Array.from({ length: 80 }, () => pins.verify(undefined, "4826", "surface"));
  const answers = Promise.allSettled(seats);
  expect(await pins.verify(undefined, "4826", "anybody")).toBe(false);
  expect((await answers).filter(({ status }) => status === "rejected")).toHaveLength(14);
});
