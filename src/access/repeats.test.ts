import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { DecisionBody, LogRecord } from "../world/index.ts";
import { emptyWorld } from "../world/index.ts";
import { createRepeats } from "./repeats.ts";
import { evening } from "./test-support.ts";

const hasher = { sha256: (bytes: Uint8Array) => createHash("sha256").update(bytes).digest() };
const actor = { type: "person", id: "ben" } as const;

test("[D8] ever new denials do not fill the memory: the oldest is forgotten first, its count is not lost", () => {
  const repeats = createRepeats({ hasher });
  const world = emptyWorld();
  world.next = 1;
  const deny = (key: string) => {
    const body = { policies: [] } as unknown as DecisionBody;
    repeats.remember({
      key,
      id: `rec-${key}`,
      position: 0,
      at: evening,
      actor,
      seat: undefined,
      body,
      draft: world,
    });
    repeats.follow([{ kind: "decision.denied", body, id: `rec-${key}` } as unknown as LogRecord]);
    return repeats.find(key, world, evening);
  };
  const first = deny("first");
  if (first !== undefined) first.count = 3;
  // A count is due once the first denial's minute is over, or another has taken its place.
  expect([repeats.isDue(evening), repeats.isDue(evening + 60_000)]).toEqual([false, true]);
  for (let number = 1; number < 50_000; number++) deny(String(number));
  expect(repeats.find("first", world, evening)).toBe(first);
  expect(repeats.isDue(evening)).toBe(false);
  deny("one more");
  expect(repeats.isDue(evening)).toBe(true);
  expect(repeats.find("first", world, evening)).toBeUndefined();
  expect(repeats.find("1", world, evening)).toBeDefined();
  expect(repeats.take(world, evening, false)).toEqual([first]);
  expect(createRepeats({ hasher }).isDue(evening)).toBe(false);
});
