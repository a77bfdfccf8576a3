import type { App } from "../../app.ts";
import {
  createTally,
  type ImportReport,
  instantOf,
  type Lines,
  type OnProgress,
} from "../../feeds/index.ts";
import { reportDevices } from "../../sessions/index.ts";
import type { Actor } from "../../world/index.ts";
import { goodRows } from "./good-rows.ts";

const columns = { required: ["device", "managed", "encrypted", "checked_in"], optional: [] };
const yesNo = new Map([
  ["yes", true],
  ["no", false],
]);
const actor: Actor = { type: "feed", id: "devices" };

/**
 * Takes in what the management of devices exports (C8), CSV: `device` (the phone's number as it shows it), `managed`,
 * `encrypted` (yes or no), `checked_in` (an instant with its offset). A row's device must be registered; an older check-in
 * than the last one changes nothing.
 *
 * @throws FeedError `bad-file`; what submitting throws
 */
export async function importDevices(
  app: Pick<App, "submit">,
  lines: Lines,
  onProgress?: OnProgress,
): Promise<ImportReport> {
  const tally = createTally(onProgress);
  for await (const { line, cells } of goodRows(lines, columns, tally)) {
    const { device = "", checked_in: checkedIn = "" } = cells;
    const managed = yesNo.get((cells["managed"] ?? "").toLowerCase());
    const encrypted = yesNo.get((cells["encrypted"] ?? "").toLowerCase());
    const checkedInAt = instantOf(checkedIn);
    const refuse = (column: string, reason: string) => tally.refuse({ line, column, reason });
    if (managed === undefined) refuse("managed", "is neither yes nor no");
    else if (encrypted === undefined) refuse("encrypted", "is neither yes nor no");
    else if (checkedInAt === undefined) {
      refuse("checked_in", "is no instant such as 2026-03-10T19:00:00Z");
    } else {
      const report = { device, managed, encrypted, checkedInAt };
      const answer = await app.submit(reportDevices([report], actor));
      if (answer.unknown.length > 0) refuse("device", "is no registered device");
      else tally.count(answer.changed.length > 0 ? "applied" : "unchanged", line);
    }
  }
  return tally.report();
}
