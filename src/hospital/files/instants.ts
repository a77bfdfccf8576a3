import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";

/** An instant as ISO 8601 in UTC: "2026-11-23T07:30:00Z". */
export function iso(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}

/** An instant as iCalendar's date with UTC time (RFC 5545 section 3.3.5): "20261123T073000Z". */
export function compact(at: Instant): string {
  return iso(at).replace(/[-:]/g, "");
}
