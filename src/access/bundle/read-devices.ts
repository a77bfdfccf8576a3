import type { Duration } from "../../ports/index.ts";
import type { BundleProblem } from "./bundle.ts";
import { durationOf, entriesOf, readYaml } from "./yaml.ts";

/**
 * Reads devices.yaml: for how long what the management of devices said of one is believed after its last check-in
 * (C8). Without the file no device counts as managed.
 */
export function readDevices(
  file: string,
  text: string | undefined,
): { readonly checkIn: Duration; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { checkIn: 0, problems: [] };
  let checkIn: Duration | undefined;
  const { yaml, root } = readYaml(file, text);
  for (const entry of root === undefined ? [] : entriesOf(yaml, root, "the file")) {
    if (entry.key === "check-in") checkIn = durationOf(yaml, entry);
    else yaml.refuse(entry.keyNode, `"${entry.key}" is unknown here; known is check-in`);
  }
  if (root !== undefined && checkIn === undefined) {
    yaml.refuse(root, "the file does not state check-in");
  }
  return { checkIn: checkIn ?? 0, problems: yaml.problems };
}
