import type { Actor } from "../../world/index.ts";
import { latin1Bytes } from "../hl7v2/decode-bytes.ts";
import { describeProblem } from "../hl7v2/message.ts";
import { parseMessage, parseText } from "../hl7v2/parse-message.ts";
import type { AdtRead } from "../hl7v2/read-adt.ts";
import { submitReading } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import { patientRows } from "../shared/patient-rows.ts";
import { acceptMessage, messageKeys } from "./accept-message.ts";
import { type AdtDeps, controlOf, readParsed } from "./arrive.ts";
import type { ParkedRow } from "./park-message.ts";

/** What became of a parked message that was tried again. */
export type Retried =
  | { readonly type: "applied" | "unchanged" }
  | { readonly type: "still-parked"; readonly reason: string };

/**
 * Tries to take in a parked message of this feed, now that a ward is known, a merge has come or a mapping is
 * right. It is taken in at its own time, as if it had never waited (C1).
 *
 * @throws FeedError `not-parked`, `other-feed`
 */
export async function retryParked(deps: AdtDeps, message: string, actor: Actor): Promise<Retried> {
  const key = { table: "parked", key: message } as const;
  const [value] = await deps.side.get([key]);
  if (value === undefined || value === null) throw notParked();
  const row = value as unknown as ParkedRow;
  if (row.feed !== deps.settings.feed) {
    throw new FeedError(
      "other-feed",
      `That message came from the feed ${row.feed}: try it again there.`,
    );
  }
  const read = readRow(deps, row);
  if (read.type !== "adt") return { type: "still-parked", reason: reasonOf(read, row) };
  return await submitReading<Retried>(deps, {
    name: "adt.retry",
    actor,
    keys: [key, ...messageKeys(read)],
    related: patientRows,
    handle(slate) {
      if (!slate.world.parked.has(message)) throw notParked();
      const accepted = acceptMessage(slate, deps.settings, read, controlOf(deps, read));
      if (accepted.type === "unusable") {
        return { type: "still-parked", reason: describeProblem(accepted.problem) };
      }
      slate.record({ kind: "message.cleared", body: { message, outcome: "retried" } });
      slate.write("parked", message, undefined);
      return { type: accepted.type };
    },
  });
}

/** There is nothing of that id to deal with. */
export function notParked(): FeedError {
  return new FeedError(
    "not-parked",
    "That message is not waiting any more: somebody has dealt with it.",
  );
}

function readRow({ settings }: AdtDeps, row: ParkedRow): AdtRead {
  const parsed =
    row.raw === undefined ? parseText(row.text) : parseMessage(latin1Bytes(atob(row.raw)));
  const read = readParsed(parsed, settings);
  if (row.complete !== false) return read;
  // The beginning of a message may look like a whole one.
  return {
    type: "unusable",
    problem: { code: "too-large", segment: "MSH", what: "only its beginning was kept" },
  };
}

function reasonOf(read: AdtRead, row: ParkedRow): string {
  if (read.type === "unusable") return describeProblem(read.problem);
  return read.type === "refused" ? read.what : row.reason;
}
