import type { Instant, Json } from "../../ports/index.ts";
import type { Actor } from "../../world/index.ts";
import { isRecord } from "../json.ts";

/** What is kept under an id until an instant. */
export interface Row {
  readonly payload: Json;
  readonly until: Instant;
  /** When it was kept, by the log's clock. */
  readonly at: Instant;
  /** It was used up; a second use is a theft or a mistake. */
  readonly used: boolean;
}

/** Where rows are kept. */
export const table = "oidc";

/** Whoever keeps them. */
export const provider: Actor = { type: "system", id: "wardkey" };

/** The row, unless it is over. */
export function liveRow(value: Json | undefined, at: Instant): Row | undefined {
  const row = readRow(value);
  return row === undefined || row.until <= at ? undefined : row;
}

/** The row, over or not. */
export function readRow(value: Json | undefined): Row | undefined {
  if (!isRecord(value) || typeof value["until"] !== "number") return undefined;
  return {
    payload: value["payload"] ?? null,
    until: value["until"],
    // One of before this was noted: nothing was done since.
    at: typeof value["at"] === "number" ? value["at"] : Number.POSITIVE_INFINITY,
    used: value["used"] === true,
  };
}
