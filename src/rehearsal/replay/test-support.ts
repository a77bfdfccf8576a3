import { type Bundle, recordDecision } from "../../access/index.ts";
import { type App, activate, openApp, system } from "../../app.ts";
import { createMemoryStore, type MemoryStore } from "../../memory/index.ts";
import type { Duration, Hasher, Instant } from "../../ports/index.ts";
import type { NewRecord } from "../../world/index.ts";
import { createCountedIds, createVirtualClock, type VirtualClock } from "../run/machinery.ts";

/** 20:00 UTC on 10 March 2026. */
export const evening: Instant = 1_773_172_800_000;
export const hour: Duration = 3_600_000;

/** Amy and Ben, nurses on 4B's night shift and tapped in; Anna and Bert in 4B. */
export interface TestNight {
  readonly app: App;
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  record(...records: readonly NewRecord[]): Promise<void>;
  /** Opens a chart, on record, and answers whether that was permitted. */
  ask(person: string, patient: string): Promise<string>;
  /** What admissions tell of somebody's ward. */
  moved(patient: string, trigger: "A01" | "A02", ward: string): NewRecord;
}

/** Opens it at {@link evening} under a policy. */
export async function openNight(bundle: Bundle, hasher: Hasher): Promise<TestNight> {
  const clock = createVirtualClock(evening);
  const store = createMemoryStore({ clock });
  const ports = { clock, ids: createCountedIds(), hasher, wait: async () => undefined };
  const app = await openApp({ ...store, ...ports });
  await activate(app, bundle, system);
  const night: TestNight = {
    app,
    store,
    clock,
    record: (...records) =>
      app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) }),
    async ask(person, patient) {
      const actor = { type: "person", id: person } as const;
      const request = {
        subject: actor,
        action: "chart.open",
        resource: { type: "patient", id: patient },
        context: { session: `ses-${person}`, seat: "4B-1" },
      };
      return (await app.submit(recordDecision(app, request, { actor, remedies: false }))).type;
    },
    moved(patient, trigger, ward) {
      const control = `${patient}-${trigger}`;
      const event = { trigger, at: clock.now(), control, location: { ward }, class: "I" };
      const body = { feed: "adt", encounter: `enc-${patient}`, patient, event };
      return { kind: "adt.accepted", body };
    },
  };
  await night.record(
    ...places,
    ...nurse("amy"),
    ...nurse("ben"),
    night.moved("anna", "A01", "4B"),
    night.moved("bert", "A01", "4B"),
  );
  return night;
}

const places: readonly NewRecord[] = [
  { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/London" } },
  ...["4B", "6A"].map((ward): NewRecord => {
    const of = { site: "north", name: ward, type: "ward", pattern: "inpatient" } as const;
    return { kind: "ward.registered", body: { ward, ...of } };
  }),
  { kind: "seat.registered", body: { seat: "4B-1", ward: "4B", name: "1" } },
  { kind: "feed.registered", body: { feed: "adt", type: "adt" } },
];

function nurse(person: string): readonly NewRecord[] {
  const engagement = `eng-${person}`;
  const times = { from: evening - 30 * 24 * hour, to: evening + 300 * 24 * hour };
  const shift = { ward: "4B", from: evening - hour / 2, to: evening + 11 * hour };
  const surface = { type: "seat", id: "4B-1" } as const;
  const session = { session: `ses-${person}`, level: 2, method: "pin", surface } as const;
  const until = evening + 16 * hour;
  const assigned = { assignment: `role-${person}`, role: "nurse", ward: "4B" };
  return [
    { kind: "person.registered", body: { person } },
    { kind: "engagement.started", body: { engagement, person, type: "employee", ...times } },
    { kind: "role.assigned", body: { ...assigned, engagement, ...times } },
    {
      kind: "shift.rostered",
      body: { shift: `shift-${person}`, engagement, role: "nurse", ...shift },
    },
    { kind: "session.opened", body: { ...session, person, engagement, provedAt: evening, until } },
  ];
}
