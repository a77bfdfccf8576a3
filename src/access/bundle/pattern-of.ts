import type { World } from "../../world/index.ts";
import { AccessError } from "../errors.ts";
import type { Bundle, Pattern } from "./bundle.ts";

/**
 * The pattern that a ward or service runs under.
 *
 * @throws AccessError `unknown-ward`, `unknown-pattern`
 */
export function patternOf(bundle: Bundle, world: World, ward: string): Pattern {
  const known = world.wards.get(ward);
  if (known === undefined) {
    throw new AccessError("unknown-ward", `There is no ward or service "${ward}".`);
  }
  const pattern = bundle.patterns.get(known.pattern);
  if (pattern === undefined) {
    throw new AccessError(
      "unknown-pattern",
      `"${ward}" runs under the pattern "${known.pattern}", which the active policy does not have. Add it to patterns.yaml.`,
    );
  }
  return pattern;
}

/** As {@link patternOf}, but undefined where there is none: what cannot be judged permits nothing. */
export function findPattern(bundle: Bundle, world: World, ward: string): Pattern | undefined {
  const known = world.wards.get(ward);
  return known === undefined ? undefined : bundle.patterns.get(known.pattern);
}
