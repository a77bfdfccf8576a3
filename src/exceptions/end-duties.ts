import type { Bundles } from "../access/index.ts";
import type { Duration } from "../ports/index.ts";
import type { Handling, NewRecord } from "../world/index.ts";
import { unconfirmedReview } from "./confirm-shifts.ts";

/** Nobody confirms a shift that began this long ago any more. */
const kept: Duration = 24 * 3_600_000;

/**
 * The records that say what has ended of what the roster does not know: shifts that nobody confirmed in time, each with its
 * review (L9); staying because relief did not come (S9); swaps whose shift is over. For the ticker: that it has is derived.
 */
export function dutiesOver(
  { bundles }: { readonly bundles: Bundles },
  { world, at, id }: Pick<Handling, "world" | "at" | "id">,
): readonly NewRecord[] {
  const bundle = bundles.current(world);
  const records: NewRecord[] = [];
  for (const duty of world.declared.values()) {
    const { id: over, ended, until } = duty;
    if (ended === undefined && until <= at && bundle !== undefined) {
      records.push({ kind: "duty.lapsed", body: { duty: over } });
      records.push(unconfirmedReview(bundle, { at, id }, duty, "lapsed"));
    } else if (duty.at + kept <= at) {
      records.push({ kind: "duty.ended", body: { duty: over } });
    }
  }
  for (const { id: relief, until } of world.reliefs.values()) {
    if (until <= at) records.push({ kind: "relief.ended", body: { relief } });
  }
  for (const { id: swap, shift, inReturn = shift } of world.swaps.values()) {
    const shifts = [shift, inReturn].map((each) => world.shifts.get(each));
    const isOver = shifts.some((each) => each === undefined || each.to <= at);
    if (isOver) records.push({ kind: "swap.ended", body: { reason: "over", swap } });
  }
  return records;
}
