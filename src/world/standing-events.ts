import type { AdtEvent, AdtTrigger, Location } from "./adt-event.ts";

/** What each cancelling event takes back (C2): HL7 v2.5.1 sections 3.3.11 to 3.3.13, 3.3.25 to 3.3.27, 3.3.32, 3.3.33, 3.3.38, 3.3.52, 3.3.53, 3.3.55. */
const cancels: Partial<Record<AdtTrigger, readonly AdtTrigger[]>> = {
  A11: ["A01", "A04"],
  A12: ["A02"],
  A13: ["A03"],
  A25: ["A16"],
  A26: ["A15"],
  A27: ["A14"],
  A32: ["A10"],
  A33: ["A09"],
  A38: ["A05"],
  A52: ["A21"],
  A53: ["A22"],
  A55: ["A54"],
};

/** The events that begin a visit or a plan for one. */
const beginnings: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>(["A01", "A04", "A05", "A14"]);

/** Heard before its admission, each of these says that the patient is in the house. */
const inTheHouse: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>([
  "A02",
  "A06",
  "A07",
  "A10",
  "A12",
  "A13",
  "A17",
  "A22",
]);

/** The cancels after which nothing may be left of a visit. */
const visitCancels: ReadonlySet<AdtTrigger> = new Set<AdtTrigger>(["A11", "A27", "A38"]);

/** What cancels have done to a list of events: those that are gone, and what others only repeated. */
interface Struck {
  readonly gone: Set<AdtEvent>;
  readonly repeats: Map<AdtEvent, "location" | "attending">;
}

/** The events that stand, in order: without what was cancelled and without what was said only because of it (C2). */
export function standingEvents(events: readonly AdtEvent[]): readonly AdtEvent[] {
  if (events.every(({ trigger }) => cancels[trigger] === undefined)) return events;
  const struck: Struck = { gone: new Set(), repeats: new Map() };
  events.forEach((event, index) => {
    const targets = cancels[event.trigger];
    if (targets !== undefined && !struck.gone.has(event)) strike(events, index, targets, struck);
  });
  return events
    .filter((event) => !struck.gone.has(event))
    .map((event) => {
      const { location, attending, ...rest } = event;
      const repeated = struck.repeats.get(event);
      return {
        ...rest,
        ...(location === undefined || repeated === "location" ? {} : { location }),
        ...(attending === undefined || repeated === "attending" ? {} : { attending }),
      };
    });
}

function strike(
  events: readonly AdtEvent[],
  index: number,
  targets: readonly AdtTrigger[],
  struck: Struck,
): void {
  const event = events[index] as AdtEvent;
  const earlier = events.filter(({ trigger, at }) => targets.includes(trigger) && at <= event.at);
  const target = earlier.findLast((known) => !struck.gone.has(known));
  // EVN-6 of a cancel is the instant of what it cancels (HL7 v2.5.1 section 3.4.1.6): when all that
  // happened then is cancelled already, this cancel was sent twice.
  const sameInstant = earlier.filter(({ at }) => at === event.at);
  if (sameInstant.length > 0 && sameInstant.every((known) => struck.gone.has(known))) {
    struck.gone.add(event);
    return;
  }
  if (target !== undefined) struck.gone.add(target);
  if (visitCancels.has(event.trigger)) {
    if (event.trigger === "A11") strikeVisit(events, index, target, struck.gone);
    const rest = events.slice(0, index).filter((known) => !struck.gone.has(known));
    // With something left, the visit is what it was before; with nothing left, it stands as cancelled.
    if (rest.some(({ trigger }) => beginnings.has(trigger) || inTheHouse.has(trigger))) {
      struck.gone.add(event);
    }
    return;
  }
  if (target !== undefined && event.trigger === "A12")
    strikeRepeats(events, target, event, "location", struck);
  if (target !== undefined && event.trigger === "A55")
    strikeRepeats(events, target, event, "attending", struck);
  // A13 says where the patient is now, which may be another bed than before (section 3.3.13); so does
  // an A12 whose transfer we never heard of. All other cancels have said what they had to say.
  const saysWhere = event.trigger === "A13" || (event.trigger === "A12" && target === undefined);
  if (!saysWhere) struck.gone.add(event);
}

/** A cancelled admission takes with it what happened under it, and its own repetitions. */
function strikeVisit(
  events: readonly AdtEvent[],
  index: number,
  target: AdtEvent | undefined,
  gone: Set<AdtEvent>,
): void {
  const event = events[index] as AdtEvent;
  const until = target === undefined || target.at < event.at ? index : nextBeginning(events, index);
  const from =
    target === undefined
      ? events
          .slice(0, index)
          .findLastIndex((known) => beginnings.has(known.trigger) && !gone.has(known)) + 1
      : firstOfAdmission(events, events.indexOf(target), gone);
  for (const known of events.slice(from, until)) if (known !== event) gone.add(known);
}

function nextBeginning(events: readonly AdtEvent[], index: number): number {
  const next = events.findIndex((known, at) => at > index && beginnings.has(known.trigger));
  return next === -1 ? events.length : next;
}

/** An admission that was sent again to correct it is still one admission. */
function firstOfAdmission(
  events: readonly AdtEvent[],
  index: number,
  gone: ReadonlySet<AdtEvent>,
): number {
  const { trigger } = events[index] as AdtEvent;
  let first = index;
  for (let at = index - 1; at >= 0; at--) {
    const known = events[at] as AdtEvent;
    if (gone.has(known)) continue;
    if (known.trigger === "A03" || (beginnings.has(known.trigger) && known.trigger !== trigger))
      break;
    if (known.trigger === trigger) first = at;
  }
  return first;
}

/** Messages between an event and its cancel repeat what it said: that goes with it, until somebody says something of their own. */
function strikeRepeats(
  events: readonly AdtEvent[],
  target: AdtEvent,
  cancel: AdtEvent,
  what: "location" | "attending",
  struck: Struck,
): void {
  const said = key(target[what]);
  const own: readonly AdtTrigger[] = what === "attending" ? ["A54"] : ["A01", "A02", "A04", "A17"];
  for (const event of events.slice(events.indexOf(target) + 1)) {
    if (event === cancel && cancel.at > target.at) return;
    if (own.includes(event.trigger) && !struck.gone.has(event)) return;
    if (event[what] === undefined) continue;
    if (key(event[what]) !== said) return;
    struck.repeats.set(event, what);
  }
}

function key(value: Location | readonly string[] | undefined): string {
  if (value === undefined) return "";
  return "ward" in value ? `${value.ward}|${value.bed ?? ""}` : value.join("|");
}
