import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { chaseReviews } from "../reviews/index.ts";
import { apply, emptyWorld, type LogRecord, type NewRecord } from "../world/index.ts";
import { breakGlass } from "./break-glass.ts";
import { glassOver } from "./end-glass.ts";

const hour = 3_600_000;
const start = 1_773_172_800_000;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const small = fc.integer({ min: 0, max: 3 });
const step = fc.oneof(
  fc.record({ do: fc.constant("break" as const), person: small, patient: small }),
  fc.record({ do: fc.constant("close" as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant("give-back" as const), which: fc.nat(20) }),
  fc.record({
    do: fc.constant("pass" as const),
    hours: fc.double({ min: 0.1, max: 60, noNaN: true }),
  }),
);

describe("[X13] whatever happens", () => {
  test("every broken glass has a review, and every review is closed, or open and overdue once it is due", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const world = emptyWorld();
        const glasses = new Set<string>();
        const closed = new Set<string>();
        const reviewOf = new Map<string, string>();
        let now = start;
        let ids = 0;
        const record = (records: readonly NewRecord[]) => {
          for (const each of records) {
            apply(world, { ...each, at: now, position: world.next } as LogRecord);
            if (each.kind === "glass.broken") glasses.add(each.body.glass);
            if (each.kind === "review.opened") reviewOf.set(each.body.about, each.body.review);
            if (each.kind === "review.closed") closed.add(each.body.review);
          }
        };
        const id = (prefix: string) => `${prefix}-${++ids}`;
        for (const each of steps) {
          if (each.do === "break") {
            const wish = { engagement: "e", reason: "covering" };
            const who = { person: `n${each.person}`, patient: `p${each.patient}` };
            record(breakGlass({ bundle, world, at: now, id }, { ...wish, ...who }));
          } else if (each.do === "close") {
            const [review] = [...world.reviews.values()].slice(each.which);
            const body = { outcome: "justified", review: review?.id ?? "none" } as const;
            record([{ kind: "review.closed", body }]);
          } else if (each.do === "give-back") {
            const [glass] = [...world.glasses.values()].slice(each.which);
            const body = { glass: glass?.id ?? "none", reason: "given-back" } as const;
            record([{ kind: "glass.ended", body }]);
          } else now += each.hours * hour;
          record([...glassOver(world, now), ...chaseReviews(world, bundle.reviews, now)]);
          for (const glass of glasses) {
            const review = reviewOf.get(glass) ?? "missing";
            const open = world.reviews.get(review);
            expect(closed.has(review)).toBe(open === undefined);
            if (open !== undefined) expect(open.overdue === true).toBe(open.due <= now);
          }
        }
      }),
    );
  });
});
