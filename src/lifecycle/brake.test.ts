import { beforeEach, expect, test } from "vitest";
import { brake } from "./brake.ts";
import { day, House, morning } from "./test-support.ts";

let house: House;
beforeEach(() => {
  house = new House();
  for (let index = 0; index < 98; index++) house.engage(`p${index}`);
});
const ask = (asked: number, actor = "hr") => brake(house.world, { actor, asked, at: house.now });
const endBy = (actor: string, person: string, reason = "hr") =>
  house.submit({
    name: "test",
    actor: { type: "feed", id: actor },
    handle: () => ({
      records: [{ kind: "engagement.ended", body: { engagement: `eng-${person}`, reason } }],
      answer: undefined,
    }),
  });

test("[L11] more than two of a hundred stop, and say how many of how many", () => {
  expect(ask(0)).toEqual({ type: "go", ends: 0, live: 100, percent: 2 });
  expect(ask(2).type).toBe("go");
  expect(ask(3)).toEqual({ type: "stop", ends: 3, live: 100, percent: 2 });
});

test("[L11] what the same file or client ended in the day before counts, and nobody else's", () => {
  endBy("hr", "p1");
  endBy("scim", "p2");
  endBy("hr", "p3", "over");
  expect(ask(2)).toMatchObject({ type: "stop", ends: 3, live: 98 });
  expect(ask(0).type).toBe("go");
  house.now = morning + day;
  expect(ask(1)).toMatchObject({ type: "go", ends: 1, live: 97 });
});

test("[L11] one person who leaves is never too many, however small the hospital", () => {
  const small = new House();
  expect(brake(small.world, { actor: "hr", asked: 1, at: morning }).type).toBe("go");
  expect(brake(small.world, { actor: "hr", asked: 2, at: morning }).type).toBe("stop");
});
