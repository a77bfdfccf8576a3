/**
 * Of what was granted, what covers what was used, and no more: a scope that was used as it is stays; of a wide one (`system/*.rs`) what
 * was used of it takes its place; what nothing was used of goes.
 */
export function narrowed(granted: readonly string[], used: readonly string[]): readonly string[] {
  const kept = granted.flatMap((scope) => {
    if (used.includes(scope)) return [scope];
    return used.filter((one) => covers(scope, one) && !granted.includes(one));
  });
  return [...new Set(kept)];
}

/** Whether a scope of SMART v2 (`system/Observation.rs`) lies within another one: its resource, its letters, and no narrower search. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  const [one, other] = [partsOf(wide), partsOf(narrow)];
  if (one === undefined || other === undefined) return false;
  const isResource = one.resource === "*" || one.resource === other.resource;
  const isLetters = [...other.letters].every((letter) => one.letters.includes(letter));
  return isResource && isLetters && (one.search === undefined || one.search === other.search);
}

function partsOf(
  scope: string,
): { readonly resource: string; readonly letters: string; readonly search?: string } | undefined {
  const [, resource, letters, search] =
    /^system\/([A-Za-z]+|\*)\.([cruds]+)(?:\?(.+))?$/.exec(scope) ?? [];
  if (resource === undefined || letters === undefined) return undefined;
  return { resource, letters, ...(search === undefined ? {} : { search }) };
}
