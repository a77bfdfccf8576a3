import { wardsWith } from "../../access/index.ts";
import type { RecordOf, World } from "../../world/index.ts";

/**
 * The ward that a decision was about, and the pattern that it ran under then: the patient's first; where they are in none, that of
 * the seat at which it was asked.
 */
export function placeOf(
  world: World,
  { body, at }: RecordOf<"decision.permitted"> | RecordOf<"decision.denied">,
): { readonly ward: string | undefined; readonly pattern: string | undefined } {
  const { resource, context } = body;
  const ward =
    wardOf(world, resource, at) ??
    (context.seat === undefined ? undefined : world.seats.get(context.seat)?.ward);
  const pattern = ward === undefined ? undefined : world.wards.get(ward)?.pattern;
  return { ward, pattern };
}

function wardOf(
  world: World,
  { type, id }: { readonly type: string; readonly id: string },
  at: number,
): string | undefined {
  if (type === "patient") return wardsWith(world, id, at)[0];
  if (type === "ward") return id;
  return type === "seat" ? world.seats.get(id)?.ward : undefined;
}
