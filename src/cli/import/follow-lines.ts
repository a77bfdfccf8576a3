import type { OnProgress } from "../../feeds/index.ts";
import type { ImportProgress } from "../../http/index.ts";
import { readLines, textSize } from "./read-file.ts";

/** The lines of a file, and the ear of whoever deals with them. */
export interface FollowedLines {
  readonly lines: AsyncIterable<Uint8Array>;
  readonly onEntry: OnProgress;
}

/**
 * A file's lines, and how far it is: by the bytes up to the line that was dealt with, not by what was only read.
 * Feeds that sort read a whole file before they take anything in.
 */
export async function followLines(
  path: string,
  onProgress: (progress: ImportProgress) => void,
): Promise<FollowedLines> {
  const size = await textSize(path);
  const ends = createEnds();
  const tell = (bytes: number, read: number) =>
    onProgress({ bytes: Math.min(bytes, size), size, read });
  tell(0, 0);
  return {
    lines: readLines(path, ends.add),
    onEntry: (read, line) => tell(ends.reach(line), read),
  };
}

/** So many lines that are behind us are kept before they are let go of. */
const mostBehind = 10_000;

/** Where the lines end that were read; only those ahead of the furthest that was reached are kept. */
function createEnds(): { add(end: number): void; reach(line: number): number } {
  let ends: number[] = [];
  let before = 0;
  let reached = 0;
  return {
    add(end) {
      ends.push(end);
    },
    reach(line) {
      const index = line - before - 1;
      reached = Math.max(reached, ends[index] ?? 0);
      if (index > mostBehind) {
        ends = ends.slice(index);
        before += index;
      }
      return reached;
    },
  };
}
