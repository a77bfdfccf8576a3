import { globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Files that are text; pictures are compressed as they are. */
const texts = "**/*.{html,js,css,svg,json}";
/** A smaller file fits into the packet that its headers come in. */
const smallest = 1_000;

/**
 * Writes what a browser may ask for instead of each file of `root` beside it, `.br` and `.gz`: once, as small as it gets. What is
 * answered by a program is never compressed: its length would tell of the secrets in it.
 */
export function compressWeb(root: string): void {
  for (const name of globSync(texts, { cwd: root })) {
    const file = join(root, name);
    if (statSync(file).size < smallest) continue;
    const whole = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
    const smaller = [
      [".br", brotliCompressSync(whole, { params })],
      [".gz", gzipSync(whole, { level: constants.Z_BEST_COMPRESSION })],
    ] as const;
    for (const [ending, bytes] of smaller) {
      if (bytes.length < whole.length) writeFileSync(file + ending, bytes);
    }
  }
}
