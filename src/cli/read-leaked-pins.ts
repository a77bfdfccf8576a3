import { readFileSync } from "node:fs";
import { SettingsError } from "./settings.ts";

/**
 * The PINs in a file, one a line; empty lines and those that begin with # are passed over.
 *
 * @throws SettingsError naming the line that is no PIN, or the file that cannot be read
 */
export function readLeakedPins(path: string | undefined): ReadonlySet<string> {
  const pins = new Set<string>();
  if (path === undefined) return pins;
  for (const [index, line] of read(path).split(/\r?\n/).entries()) {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    if (!/^[0-9]{4,12}$/.test(text)) {
      // What stands there is not repeated: it may be somebody's.
      throw new SettingsError(
        `WARDKEY_LEAKED_PINS: line ${index + 1} of ${path} is no PIN of 4 to 12 digits. Put one on each line.`,
      );
    }
    pins.add(text);
  }
  return pins;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`WARDKEY_LEAKED_PINS: ${path} cannot be read (${why}).`);
  }
}
