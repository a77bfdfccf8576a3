import { expect, test } from "vitest";
import { createBundles } from "../access/index.ts";
import { apply, emptyWorld, type LogRecord, type Review } from "../world/index.ts";
import { closeReviews } from "./close-reviews.ts";
import { opened } from "./open-review.ts";

const at = 1_773_172_800_000;
const world = emptyWorld();
for (const [id, person] of [
  ["r1", "ben"],
  ["r2", "ben"],
  ["r3", "pia"],
] as const) {
  const wish = { type: "break-glass", about: `g-${id}`, due: at, patient: "p" } as const;
  const told = opened(id, { ...wish, person, reason: "covering" });
  apply(world, { ...told, at, position: world.next } as LogRecord);
}

/** The records of closing them as Pia, or the code of the refusal. */
function close(reviews: readonly string[], likeness: (review: Review) => string | undefined) {
  const actor = { type: "person", id: "pia" } as const;
  const wish = { reviews, outcome: "justified", actor, likeness } as const;
  const handling = { world, at, position: world.next, side: () => undefined, id: String };
  try {
    const { records } = closeReviews({ bundles: createBundles() }, wish).handle(handling);
    return records.map(({ body }) => body);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
const none = () => undefined;

test("[X13] one is closed whether it is explained or not, and nobody closes their own", () => {
  expect(close(["r1"], none)).toEqual([{ outcome: "justified", review: "r1" }]);
  expect(close(["r3"], none)).toBe("own-review");
  expect(close(["gone"], none)).toBe("review-unknown");
});

test("[X15] several are closed together only where all are explained and alike, and all or none", () => {
  expect(close(["r1", "r2"], () => "same")).toHaveLength(2);
  expect(close(["r1", "r2"], none)).toBe("not-alike");
  expect(close(["r1", "r2"], ({ id }) => id)).toBe("not-alike");
  expect(close(["r1", "r2"], ({ id }) => (id === "r1" ? "same" : undefined))).toBe("not-alike");
  expect(close(["r1", "r2", "r3"], () => "same")).toBe("own-review");
  expect(close(["r1", "gone"], () => "same")).toBe("review-unknown");
  expect(close([], () => "same")).toBe("not-alike");
});
