import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import {
  apply,
  type Draft,
  emptyWorld,
  type LogRecord,
  type NewRecord,
  type Review,
  type ReviewOutcome,
} from "../world/index.ts";
import { closeReviews } from "./close-reviews.ts";
import { opened } from "./open-review.ts";

const at = 1_773_172_800_000;

let inForce: Bundle;
beforeAll(async () => {
  inForce = await shippedBundle();
});

let world: Draft;
const record = (told: NewRecord) =>
  apply(world, { ...told, at, position: world.next } as LogRecord);
beforeEach(() => {
  world = emptyWorld();
  record({ kind: "policy.activated", body: { decider: 1, hash: inForce.hash } });
  for (const [id, person] of [
    ["r1", "ben"],
    ["r2", "ben"],
    ["r3", "pia"],
    ["r4", "mo"],
  ] as const) {
    const wish = { type: "break-glass", about: `g-${id}`, due: at, patient: "p" } as const;
    record(opened(id, { ...wish, person, reason: "covering" }));
  }
  const engagement = { engagement: "e", from: at, to: at + 1, type: "employee" } as const;
  record({ kind: "engagement.started", body: { ...engagement, person: "pia", manager: "mo" } });
});

interface Closing {
  readonly likeness?: (review: Review) => string | undefined;
  readonly outcome?: ReviewOutcome;
  readonly bundles?: readonly Bundle[];
}

/** The records of closing them as Pia, or the code of the refusal. */
function close(reviews: readonly string[], closing: Closing = {}) {
  const { likeness = none, outcome = "justified" } = closing;
  const bundles = createBundles();
  for (const bundle of closing.bundles ?? [inForce]) bundles.add(bundle);
  const wish = { reviews, outcome, actor: { type: "person", id: "pia" }, likeness } as const;
  let ids = 0;
  const id = (prefix: string) => `${prefix}_${++ids}`;
  const handling = { world, at, position: world.next, side: () => undefined, id };
  try {
    const { records } = closeReviews({ bundles }, wish).handle(handling);
    return records.map(({ body, kind }) => ({ kind, ...body }));
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
const none = () => undefined;
const same = () => "same";

test("[X13] one is closed whether it is explained or not, and nobody closes their own", () => {
  expect(close(["r1"])).toEqual([{ kind: "review.closed", outcome: "justified", review: "r1" }]);
  expect(close(["r3"])).toBe("own-review");
  expect(close(["gone"])).toBe("review-unknown");
});

test("[X15] several are closed together only where all are explained and alike, and all or none", () => {
  expect(close(["r1", "r2"], { likeness: same })).toHaveLength(2);
  expect(close(["r1", "r2"])).toBe("not-alike");
  expect(close(["r1", "r2"], { likeness: ({ id }) => id })).toBe("not-alike");
  const one = ({ id }: Review) => (id === "r1" ? "same" : undefined);
  expect(close(["r1", "r2"], { likeness: one })).toBe("not-alike");
  expect(close(["r1", "r2", "r3"], { likeness: same })).toBe("own-review");
  expect(close(["r1", "gone"], { likeness: same })).toBe("review-unknown");
  expect(close([], { likeness: same })).toBe("not-alike");
});

test("[X13] what was not justified opens an incident each, in the same batch; nothing else does", () => {
  expect(close(["r1", "r2"], { likeness: same, outcome: "unjustified" })).toEqual([
    { kind: "review.closed", outcome: "unjustified", review: "r1" },
    { kind: "review.closed", outcome: "unjustified", review: "r2" },
    ...["g-r1", "g-r2"].map((about, index) => ({
      kind: "incident.opened",
      about,
      cause: "unjustified",
      happenedAt: at,
      incident: `inc_${index + 1}`,
      patient: "p",
      person: "ben",
      reason: "covering",
      type: "break-glass",
    })),
  ]);
  expect(close(["r1"], { outcome: "policy-gap" })).toHaveLength(1);
});

test("[X13] [X4] what was not justified ends with that, while it is open; what was justified goes on", () => {
  const body = { engagement: "e", patient: "p", person: "ben", reason: "covering" } as const;
  record({ kind: "glass.broken", body: { ...body, glass: "g-r1", until: at + 1 } });
  record({ kind: "glass.broken", body: { ...body, glass: "g-r2", until: at } });
  expect(close(["r1"])).toHaveLength(1);
  const records = close(["r1", "r2"], { likeness: same, outcome: "unjustified" });
  expect(records).toHaveLength(5);
  expect(records).toContainEqual({ kind: "glass.ended", glass: "g-r1", reason: "unjustified" });
});

test("[X19] nobody closes one of whom they report to; where the policy in force is not loaded nobody knows, and none is closed", () => {
  expect(close(["r4"])).toBe("managers-review");
  for (const review of ["r1", "r3", "r4"]) {
    expect(close([review], { bundles: [] })).toBe("policy-changed");
  }
});
