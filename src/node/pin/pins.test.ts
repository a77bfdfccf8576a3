import { expect, test } from "vitest";
import { createPins } from "./index.ts";

const pepper = new Uint8Array(32).fill(7);
const quick = { memory: 64, passes: 1 };

test("a PIN is proved by its verifier, which does not hold it", async () => {
  const pins = await createPins({ pepper, cost: quick });
  const verifier = await pins.hash("4826");
  expect(verifier).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(await pins.verify(verifier, "4826")).toBe(true);
  expect(await pins.verify(verifier, "4827")).toBe(false);
});

test("the verifier is worth nothing without the pepper", async () => {
  const verifier = await (await createPins({ pepper, cost: quick })).hash("4826");
  const other = await createPins({ pepper: new Uint8Array(32).fill(8), cost: quick });
  expect(await other.verify(verifier, "4826")).toBe(false);
});

test("without a verifier every PIN is wrong, odd ones too", async () => {
  const pins = await createPins({ pepper, cost: quick });
  for (const pin of ["", "4826", "4".repeat(10_000), "\u0000"]) {
    expect(await pins.verify(undefined, pin)).toBe(false);
  }
  const verifier = await pins.hash("4826");
  expect(await pins.verify(verifier, `4826${"0".repeat(100)}`)).toBe(false);
});

test("too many at once are turned away instead of piling up", async () => {
  const pins = await createPins({ pepper, cost: quick });
  const tries = await Promise.allSettled(
    Array.from({ length: 200 }, () => pins.verify(undefined, "4826")),
  );
  const refused = tries.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(100);
  expect(refused[0]).toMatchObject({ reason: { code: "pins-busy" } });
  expect(await pins.verify(undefined, "4826")).toBe(false);
});
