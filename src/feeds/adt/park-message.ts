import type { Instant } from "../../ports/index.ts";
import type { Problem } from "../hl7v2/message.ts";
import { describeProblem } from "../hl7v2/message.ts";
import type { Slate } from "../shared/deps.ts";

/** A message on its way into the parking table. */
export interface Parking {
  /** The id it is parked under: the same message has the same. */
  readonly message: string;
  readonly feed: string;
  /** What a list shows: `ADT^A01`. */
  readonly title: string;
  readonly text: string;
  /** The bytes in base64, where they could not be read as text. */
  readonly raw?: string;
  /** False when only the beginning was kept. */
  readonly complete: boolean;
}

/** A row of the table `parked`. */
export interface ParkedRow {
  readonly feed: string;
  readonly reason: string;
  readonly text: string;
  readonly title: string;
  readonly at: Instant;
  readonly raw?: string;
  readonly complete?: boolean;
}

/** Parks a message with its reason. The log gets the reason's code only: what a message says never enters it (U3). */
export function parkMessage(slate: Slate, parking: Parking, problem: Problem): void {
  const { message, feed, title, text, raw, complete } = parking;
  if (slate.world.parked.has(message)) return;
  slate.record({ kind: "message.parked", body: { feed, message, reason: problem.code } });
  slate.write("parked", message, {
    at: slate.at,
    ...(complete ? {} : { complete }),
    feed,
    ...(raw === undefined ? {} : { raw }),
    reason: describeProblem(problem),
    text,
    title,
  });
}
