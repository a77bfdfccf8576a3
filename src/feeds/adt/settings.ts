import { Temporal } from "temporal-polyfill";
import type { AdtReading, PointOfCare } from "../hl7v2/adt-message.ts";
import { FeedError } from "../shared/errors.ts";

/** How one ADT interface is read. */
export interface AdtSettings extends AdtReading {
  /** The feed's id: the name of the interface. */
  readonly feed: string;
  /**
   * Which ward a point of care (PV1-3.1) means, for senders with codes of their own: by
   * `facility|point of care`, else by point of care. A code that is not in it is a ward's id.
   */
  readonly wards?: Readonly<Record<string, string>>;
}

/** Refuses settings that would make every message unusable. Throws FeedError `unknown-zone`. */
export function checkSettings({ zone, feed }: AdtSettings): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw new FeedError(
      "unknown-zone",
      `The feed ${feed} has the time zone "${zone}", which is not known. Give an IANA name such as Europe/London.`,
    );
  }
}

/** The ward's id that a point of care means. */
export function wardOf({ wards = {} }: Pick<AdtSettings, "wards">, place: PointOfCare): string {
  const both = `${place.facility}|${place.ward}`;
  if (Object.hasOwn(wards, both)) return wards[both] as string;
  return Object.hasOwn(wards, place.ward) ? (wards[place.ward] as string) : place.ward;
}
