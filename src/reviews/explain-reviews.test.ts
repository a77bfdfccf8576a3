import { expect, test } from "vitest";
import type { Review } from "../world/index.ts";
import { type ExplainedReview, likenessOf } from "./explain-reviews.ts";

const at = 1_773_172_800_000;

const explained = (
  review: Partial<Review>,
  relationships: ExplainedReview["relationships"],
  ward = "6A",
): ExplainedReview => ({
  person: "ben",
  patient: "anna",
  at,
  ward,
  relationships,
  review: {
    id: "r",
    type: "break-glass",
    person: "ben",
    about: "g",
    patient: "anna",
    reason: "covering",
    openedAt: at,
    due: at,
    ...review,
  },
});
const onDuty = { type: "on-duty", place: "4B", source: "s", from: at } as const;

test("[X15] alike are those of one reason, in one ward, explained by the same first", () => {
  const likeness = likenessOf(explained({}, [onDuty]));
  expect(likenessOf(explained({ person: "eve", patient: "kofi" }, [onDuty]))).toBe(likeness);
  const careTeam = { type: "care-team", source: "t", from: at } as const;
  expect(likenessOf(explained({}, [onDuty, careTeam]))).toBe(likeness);
  for (const other of [
    explained({ reason: "life-at-risk" }, [onDuty]),
    explained({}, [onDuty], "ED"),
    explained({}, [careTeam]),
    explained({}, [{ ...onDuty, place: "6A" }]),
  ]) {
    expect(likenessOf(other)).not.toBe(likeness);
    expect(likenessOf(other)).toBeDefined();
  }
  expect(likenessOf(explained({}, []))).toBeUndefined();
});
