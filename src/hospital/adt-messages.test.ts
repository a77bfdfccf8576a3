import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { counterIds, fakeClock, sha256 } from "../../tests/support/ports.ts";
import { type AdtFeed, createAdtFeed } from "../feeds/index.ts";
import { createMemoryStore } from "../memory/index.ts";
import { openSequencer, type Sequencer } from "../sequencer/index.ts";
import { type Command, canonical, type World } from "../world/index.ts";
import { adtHeartbeat, messageWriter } from "./adt-messages.ts";
import { generateHospital } from "./generate-hospital.ts";
import type { Hospital, HospitalEncounter } from "./hospital.ts";
import { hospitalCommands } from "./load/hospital-commands.ts";
import { plainDeps } from "./load/test-support.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Temporal.Instant.from("2026-11-23T14:05:00Z").epochMilliseconds;
const hospital = generateHospital({ seed: "wire", now });
const writer = messageWriter(hospital);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Running {
  readonly sequencer: Sequencer;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly feeds: ReadonlyMap<string, AdtFeed>;
}

/** A hospital whose commands of the given names were submitted, listening to its ADT feeds. */
async function open(wanted: (name: string) => boolean): Promise<Running> {
  const clock = fakeClock(now);
  const store = createMemoryStore({ clock });
  const sequencer = await openSequencer({
    ...store,
    clock,
    ids: counterIds(),
    hasher: sha256,
    wait: async () => undefined,
  });
  for (const command of hospitalCommands(hospital, plainDeps)) {
    if (wanted(command.name)) await sequencer.submit(command);
  }
  const submit = <A>(command: Command<A>): Promise<A> => sequencer.submit(command);
  const deps = { submit, side: store.side, clock, hash: plainDeps.messageHash };
  const feeds = hospital.feeds
    .filter(({ type }) => type === "adt")
    .map(({ id }) => {
      const settings = { feed: id, zone: "Europe/London", processing: "P" };
      return [id, createAdtFeed({ ...deps, settings })] as const;
    });
  return { sequencer, clock, feeds: new Map(feeds) };
}

const inOrder = hospital.encounters
  .flatMap((encounter) => encounter.events.map((event) => ({ encounter, event })))
  .sort((a, b) => a.event.at - b.event.at);

function stateOf(world: World, id: string | undefined): unknown {
  return world.encounters.get(id ?? "")?.state;
}

/** Whether a visit ended so long ago that its events were let go. */
function isSettled({ events }: HospitalEncounter): boolean {
  const last = events.at(-1);
  return last?.trigger === "A03" && last.at + 7 * day <= now;
}

describe("ADT messages", { timeout: 60_000 }, () => {
  it("[C1] give the same encounters over the wire as the commands do", async () => {
    const places = new Set([
      "hospital.register-places",
      "hospital.register-staff",
      "hospital.register-feeds",
    ]);
    const wired = await open((name) => places.has(name));
    const loaded = await open(() => true);
    for (const { encounter, event } of inOrder) {
      const feed = wired.feeds.get(encounter.feed);
      const received = await feed!.receive(bytes(writer.event(encounter, event)));
      expect([event.trigger, received.outcome, received.reason]).toEqual([
        event.trigger,
        "applied",
        undefined,
      ]);
    }
    for (const merge of hospital.merges) {
      const received = await wired.feeds.get(merge.feed)!.receive(bytes(writer.merge(merge, now)));
      expect(received.outcome).toBe("applied");
    }
    expect(wired.sequencer.world().encounters.size).toBe(hospital.encounters.length);
    const told = [...wired.sequencer.world().encounters.values()]
      .map(({ state }) => canonical(state))
      .sort();
    const known = hospital.encounters
      .map(({ id }) => canonical(stateOf(loaded.sequencer.world(), id)))
      .sort();
    expect(told).toEqual(known);
    expect(wired.sequencer.world().parked.size).toBe(0);
  });

  it("[C1] change nothing when they come again after loading; visits that ended long ago are parked", async () => {
    const { feeds, sequencer } = await open(() => true);
    for (const { encounter, event } of inOrder) {
      const { outcome } = await feeds
        .get(encounter.feed)!
        .receive(bytes(writer.event(encounter, event)));
      expect([encounter.visit, outcome]).toEqual([
        encounter.visit,
        isSettled(encounter) ? "parked" : "unchanged",
      ]);
    }
    expect(sequencer.world().encounters.size).toBe(hospital.encounters.length);
  });

  it("[C3] of something new move the patient that the hospital knows", async () => {
    const { feeds, sequencer } = await open(() => true);
    const encounter = hospital.encounters.find(
      ({ events }) => events.at(-1)?.location?.ward === "4B" && events.at(-1)?.trigger !== "A21",
    )!;
    const event = {
      ...encounter.events.at(-1)!,
      at: now,
      trigger: "A02",
      message: "NEW1",
      location: { ward: "5A", bed: "28" },
    } as const;
    const { outcome } = await feeds
      .get("adt-north")!
      .receive(bytes(writer.event(encounter, event)));
    expect(outcome).toBe("applied");
    const { state } = sequencer.world().encounters.get(encounter.id)!;
    expect(state.stays.at(-1)).toMatchObject({ ward: "5A", bed: "28", from: now });
  });

  it("[C4] that are heartbeats keep the feed fresh and change nothing else", async () => {
    const { clock, feeds, sequencer } = await open(() => true);
    const before = sequencer.world().next;
    clock.advance(5 * minute);
    for (const feed of ["adt-north", "adt-south"]) {
      const { outcome } = await feeds.get(feed)!.receive(bytes(adtHeartbeat(feed, clock.now(), 1)));
      expect(outcome).toBe("unchanged");
      expect(sequencer.world().feeds.get(feed)!.heardAt).toBe(clock.now());
    }
    expect(sequencer.world().next).toBe(before + 2);
  });

  it("carry names of every script and escape what separates fields", () => {
    const odd: Hospital["patients"][number] = {
      ...hospital.patients[0]!,
      name: { family: "O|x^y~z\\&", given: "Λ" },
    };
    const text = messageWriter({ patients: [odd], staff: [] }).event(
      { ...hospital.encounters[0]!, patient: odd.id },
      hospital.encounters[0]!.events[0]!,
    );
    expect(text).toContain("|O\\F\\x\\S\\y\\R\\z\\E\\\\T\\^Λ|");
    expect(
      text.split("\r").every((segment) => segment === "" || /^[A-Z0-9]{3}\|/.test(segment)),
    ).toBe(true);
  });
});
