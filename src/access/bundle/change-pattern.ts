import { parseDocument } from "yaml";
import type { Duration } from "../../ports/index.ts";
import type { Bundle } from "./bundle.ts";

/** The file that states the patterns' times. */
const file = "patterns.yaml";

/** The files of a bundle with one time of a pattern changed, in whole minutes; everything else, comments too, stays as it is. */
export function withPatternTime(
  { files }: Pick<Bundle, "files">,
  pattern: string,
  parameter: string,
  time: Duration,
): Readonly<Record<string, string>> {
  const document = parseDocument(files[file] ?? "");
  document.setIn([pattern, parameter], `${Math.round(time / 60_000)} min`);
  return { ...files, [file]: document.toString({ lineWidth: 0 }) };
}
