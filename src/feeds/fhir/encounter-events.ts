import type { Instant } from "../../ports/index.ts";
import type { AdtEvent, AdtTrigger, Location } from "../../world/index.ts";

/** An Encounter in plain words: times as instants, places and people as ours. */
export interface EncounterTold {
  readonly status: EncounterStatus;
  readonly from: Instant;
  readonly to?: Instant;
  readonly class?: string;
  readonly places: readonly { readonly place: Location; readonly from?: Instant }[];
  readonly leaveFrom?: Instant;
  readonly attending: readonly string[];
  readonly consulting: readonly string[];
}

/** Encounter.status of R4; `entered-in-error` stands as cancelled. */
export type EncounterStatus =
  | "planned"
  | "arrived"
  | "triaged"
  | "in-progress"
  | "onleave"
  | "finished"
  | "cancelled"
  | "entered-in-error";

/** What the control of an event begins with that no ADT message said. */
const stated = "fhir:";

/** Whether an event was stated by a FHIR Encounter, not told by an ADT message. */
export function isStated({ control }: AdtEvent): boolean {
  return control.startsWith(stated);
}

/** The ADT events that would have made an encounter what a FHIR Encounter says it is. */
export function eventsOf(told: EncounterTold): readonly AdtEvent[] {
  const events: AdtEvent[] = [];
  const add = (trigger: AdtTrigger, at: Instant, more: Partial<AdtEvent> = {}) =>
    events.push({
      ...more,
      at,
      control: `${stated}${events.length}`,
      order: events.length,
      trigger,
    });
  const who = {
    attending: told.attending,
    consulting: told.consulting,
    ...(told.class === undefined ? {} : { class: told.class }),
  };
  if (
    told.status === "planned" ||
    told.status === "cancelled" ||
    told.status === "entered-in-error"
  ) {
    add("A05", told.from, who);
    if (told.status !== "planned") add("A38", told.from);
    return events;
  }
  const [first, ...others] = [...told.places].sort(
    (a, b) => (a.from ?? told.from) - (b.from ?? told.from),
  );
  add("A01", told.from, { ...who, ...(first === undefined ? {} : { location: first.place }) });
  for (const { place, from } of others)
    add("A02", Math.max(from ?? told.from, told.from), { location: place });
  const last = events.at(-1)?.at ?? told.from;
  if (told.status === "onleave") add("A21", Math.max(told.leaveFrom ?? last, last));
  if (told.status === "finished") add("A03", Math.max(told.to ?? last, last));
  return events;
}
