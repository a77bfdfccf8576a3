import type { App } from "../../app.ts";
import { createTally, type ImportReport, type Lines, type OnProgress } from "../../feeds/index.ts";
import { timeWalk } from "../../sessions/index.ts";
import type { Actor } from "../../world/index.ts";
import { goodRows } from "./good-rows.ts";

const columns = { required: ["seat", "other", "seconds"], optional: [] };
const actor: Actor = { type: "feed", id: "walks" };
/** A pair that nobody walks within the hour is no pair that this need be said of. */
const longest = 3_600;

/**
 * Takes in what a person needs from one seat to another (S4), CSV: `seat`, `other`, `seconds` (1 to 3600; empty: what is usual). It
 * holds both ways. Pairs that the file does not have stay as they were.
 *
 * @throws FeedError `bad-file`; what submitting throws
 */
export async function importWalks(
  app: Pick<App, "submit" | "world">,
  lines: Lines,
  onProgress?: OnProgress,
): Promise<ImportReport> {
  const tally = createTally(onProgress);
  for await (const { line, cells } of goodRows(lines, columns, tally)) {
    const { seat = "", other = "", seconds = "" } = cells;
    const fault = faultOf(app, { seat, other, seconds });
    if (fault !== undefined) {
      tally.refuse({ line, ...fault });
      continue;
    }
    const least = seconds === "" ? {} : { least: Number(seconds) * 1000 };
    const { changed } = await app.submit(timeWalk({ seats: [seat, other], ...least, actor }));
    tally.count(changed ? "applied" : "unchanged", line);
  }
  return tally.report();
}

function faultOf(
  { world }: Pick<App, "world">,
  { seat, other, seconds }: Readonly<Record<"seat" | "other" | "seconds", string>>,
): { readonly column: string; readonly reason: string } | undefined {
  if (!world().seats.has(seat)) return { column: "seat", reason: "is no registered seat" };
  if (!world().seats.has(other)) return { column: "other", reason: "is no registered seat" };
  if (seat === other) return { column: "other", reason: "is the same seat" };
  const isTime = seconds === "" || /^[1-9]\d{0,3}$/.test(seconds);
  if (isTime && Number(seconds) <= longest) return undefined;
  return { column: "seconds", reason: `is no whole number from 1 to ${longest}` };
}
