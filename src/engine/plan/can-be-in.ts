import type { EntityType } from "../cedar-type.ts";

/** Whether the schema lets an entity of one type be, or be in, one of another. */
export function canBeIn(
  type: string,
  within: string,
  entityTypes: ReadonlyMap<string, EntityType>,
): boolean {
  const open = new Set([type]);
  // A set that grows while it is walked is walked to its end.
  for (const each of open) {
    if (each === within) return true;
    for (const parent of entityTypes.get(each)?.parents ?? []) open.add(parent);
  }
  return false;
}
