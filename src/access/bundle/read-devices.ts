import type { Duration } from "../../ports/index.ts";
import type { BundleProblem } from "./bundle.ts";
import { durationOf, entriesOf, readYaml } from "./yaml.ts";

/** What devices.yaml states. */
interface DeviceTimes {
  readonly checkIn: Duration;
  readonly placeLasts: Duration;
}

/** Places are recorded this often at most: one that is believed for less would lapse while it is being told again. */
const shortestPlace: Duration = 2 * 60_000;
/** Who was seen in the hospital an hour ago may be home. */
const longestPlace: Duration = 60 * 60_000;

/**
 * Reads devices.yaml: for how long what the management of devices said of one is believed after its last check-in, and where one was
 * seen (C8). Without the file no device counts as managed; without `place` it counts for nothing where one was seen.
 */
export function readDevices(
  file: string,
  text: string | undefined,
): DeviceTimes & { readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { checkIn: 0, placeLasts: 0, problems: [] };
  let checkIn: Duration | undefined;
  let placeLasts: Duration = 0;
  const { yaml, root } = readYaml(file, text);
  for (const entry of root === undefined ? [] : entriesOf(yaml, root, "the file")) {
    if (entry.key === "check-in") checkIn = durationOf(yaml, entry);
    else if (entry.key === "place") {
      placeLasts = durationOf(yaml, entry) ?? 0;
      const fits = placeLasts >= shortestPlace && placeLasts <= longestPlace;
      if (!fits) yaml.refuse(entry.keyNode, "place is from 2 min to 60 min");
    } else {
      yaml.refuse(entry.keyNode, `"${entry.key}" is unknown here; known are check-in and place`);
    }
  }
  if (root !== undefined && checkIn === undefined) {
    yaml.refuse(root, "the file does not state check-in");
  }
  return { checkIn: checkIn ?? 0, placeLasts, problems: yaml.problems };
}
