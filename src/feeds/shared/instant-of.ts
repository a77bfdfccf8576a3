import { Temporal } from "temporal-polyfill";
import type { Instant } from "../../ports/index.ts";

const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** An instant as RFC 3339 section 5.6 writes it, with its offset: without one it would be a guess. Undefined for anything else. */
export function instantOf(text: string): Instant | undefined {
  if (!form.test(text)) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
