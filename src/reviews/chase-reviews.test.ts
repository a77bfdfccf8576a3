import { describe, expect, test } from "vitest";
import { apply, emptyWorld, type LogRecord, type NewRecord } from "../world/index.ts";
import { chaseReviews } from "./chase-reviews.ts";
import { opened } from "./open-review.ts";

const hour = 3_600_000;
const start = 1_773_172_800_000;
const due = start + 72 * hour;
const times = { remindBefore: 24 * hour, escalateAfter: 12 * hour };

function openWorld() {
  const world = emptyWorld();
  const record = (told: NewRecord, at: number) =>
    apply(world, { ...told, at, position: world.next } as LogRecord);
  const wish = { type: "break-glass", about: "g", due, patient: "p", person: "ben" } as const;
  record(opened("r", { ...wish, reason: "covering" }), start);
  /** What the ticker records at that instant. */
  const tick = (at: number, stated: typeof times | "none" = times) => {
    const records = chaseReviews(world, stated === "none" ? undefined : stated, at);
    for (const each of records) record(each, at);
    return records.map(({ kind }) => kind);
  };
  return { world, record, tick };
}

describe("[X15] a review is chased", () => {
  test("with a reminder, when it is due, and when it is long overdue: each once", () => {
    const { tick, world } = openWorld();
    expect(tick(due - 24 * hour - 1)).toEqual([]);
    expect(tick(due - 24 * hour)).toEqual(["review.reminded"]);
    expect(tick(due - 1)).toEqual([]);
    expect(tick(due)).toEqual(["review.overdue"]);
    expect(tick(due + 12 * hour - 1)).toEqual([]);
    expect(tick(due + 12 * hour)).toEqual(["review.escalated"]);
    expect(tick(due + 999 * hour)).toEqual([]);
    expect(world.reviews.get("r")).toMatchObject({
      reminded: true,
      overdue: true,
      escalated: true,
    });
  });

  test("after a long stop with what is true now, and not with what is over", () => {
    expect(openWorld().tick(due + 12 * hour)).toEqual(["review.overdue", "review.escalated"]);
  });

  test("only with its being overdue where the policy states no times", () => {
    const world = openWorld();
    expect(world.tick(due - hour, "none")).toEqual([]);
    expect(world.tick(due + 999 * hour, "none")).toEqual(["review.overdue"]);
  });

  test("no more once it is closed", () => {
    const { record, tick } = openWorld();
    record({ kind: "review.closed", body: { outcome: "justified", review: "r" } }, start + hour);
    expect(tick(due + 12 * hour)).toEqual([]);
  });
});
