/** The ADT trigger events that are taken in (standards, Clinical feeds). */
export const adtTriggers = [
  "A01",
  "A02",
  "A03",
  "A04",
  "A05",
  "A06",
  "A07",
  "A08",
  "A09",
  "A10",
  "A11",
  "A12",
  "A13",
  "A14",
  "A15",
  "A16",
  "A17",
  "A21",
  "A22",
  "A25",
  "A26",
  "A27",
  "A31",
  "A32",
  "A33",
  "A34",
  "A36",
  "A37",
  "A38",
  "A40",
  "A52",
  "A53",
  "A54",
  "A55",
] as const;

/** One ADT trigger event: HL7 v2.5.1 chapter 3, section 3.3. */
export type AdtTrigger = (typeof adtTriggers)[number];

/** A place inside the hospital: a ward and, where known, a bed. */
export interface Location {
  readonly ward: string;
  readonly bed?: string;
}

/** What an ADT message says about one encounter, in internal ids only. */
export interface AdtEvent {
  readonly trigger: AdtTrigger;
  /** When it happened: EVN-6, else EVN-2, else MSH-7. In a cancel, EVN-6 is when the cancelled event happened. */
  readonly at: number;
  /** MSH-13, where the sender numbers its messages. */
  readonly sequence?: number;
  /** The last four digits of a counting MSH-10: the sender's order among events of one instant. */
  readonly order?: number;
  /** What makes this message this one, hashed: its sender, MSH-10, trigger and time. */
  readonly control: string;
  /** PV1-3. */
  readonly location?: Location;
  /** PV1-11. */
  readonly temporary?: Location;
  /** PV1-2: I, O, E, ... */
  readonly class?: string;
  /** PV1-7 attending, PV1-9 consulting: persons known to us. */
  readonly attending?: readonly string[];
  readonly consulting?: readonly string[];
}

/** The natural course of a visit, for events of one instant that nobody has numbered. */
const course: readonly AdtTrigger[] = [
  "A05",
  "A14",
  "A04",
  "A01",
  "A06",
  "A07",
  "A02",
  "A17",
  "A54",
  "A15",
  "A16",
  "A08",
  "A31",
  "A09",
  "A10",
  "A21",
  "A22",
  "A34",
  "A36",
  "A40",
  "A03",
  "A25",
  "A26",
  "A32",
  "A33",
  "A52",
  "A53",
  "A55",
  "A12",
  "A13",
  "A27",
  "A38",
  "A11",
];
const courseOf: ReadonlyMap<AdtTrigger, number> = new Map(course.map((name, rank) => [name, rank]));

/** Adds `event` to `events` in true order ({@link compareEvents}); the same control twice is one event. */
export function insertEvent(events: readonly AdtEvent[], event: AdtEvent): readonly AdtEvent[] {
  if (events.some((known) => known.control === event.control)) return events;
  const index = events.findLastIndex((known) => compareEvents(known, event) <= 0);
  return events.toSpliced(index + 1, 0, event);
}

/**
 * The true order of events: time, sequence number, then what stands for it where the sender numbers
 * nothing: a counting control id, the natural course of a visit, the control. It is a total order of
 * what messages say and never of when they came, so that any order of arrival gives the same world (C1).
 */
export function compareEvents(a: AdtEvent, b: AdtEvent): number {
  return (
    compare(a.at, b.at) ||
    compare(a.sequence ?? Number.POSITIVE_INFINITY, b.sequence ?? Number.POSITIVE_INFINITY) ||
    compare(a.order ?? Number.POSITIVE_INFINITY, b.order ?? Number.POSITIVE_INFINITY) ||
    compare(courseOf.get(a.trigger) ?? 0, courseOf.get(b.trigger) ?? 0) ||
    compare(a.control, b.control)
  );
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
