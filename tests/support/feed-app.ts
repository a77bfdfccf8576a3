import { createHash } from "node:crypto";
import type { FeedDeps } from "../../src/feeds/index.ts";
import { createMemoryStore } from "../../src/memory/index.ts";
import { decodeRecord, openSequencer } from "../../src/sequencer/index.ts";
import type { Command, LogRecord, NewRecord, World } from "../../src/world/index.ts";
import { counterIds, fakeClock, sha256 } from "./ports.ts";

/** A sequencer on a log in memory, with what feeds need of it. */
export interface FeedApp extends FeedDeps {
  readonly clock: ReturnType<typeof fakeClock>;
  world(): World;
  /** Puts records into the log. */
  tell(...records: readonly NewRecord[]): Promise<void>;
  /** Registers a site and wards of the same pattern. */
  wards(...ids: readonly string[]): Promise<void>;
  /** A person with a staff number, engaged for a year either way; the person's and the engagement's id. */
  engage(number: string): Promise<{ readonly person: string; readonly engagement: string }>;
  records(): Promise<readonly LogRecord[]>;
  /** How many commands were handed in so far. */
  submitted(): number;
  /** While true, nothing can be stored. */
  outage: boolean;
}

/** Opens one at `start`. */
export async function openFeedApp(start: number = Date.UTC(2026, 2, 10, 12)): Promise<FeedApp> {
  const clock = fakeClock(start);
  const store = createMemoryStore({ clock });
  const ports = { ...store, clock, ids: counterIds(), hasher: sha256, wait: async () => undefined };
  const sequencer = await openSequencer(ports);
  let submitted = 0;
  const app: FeedApp = {
    clock,
    side: store.side,
    outage: false,
    hash: (text) => createHash("sha256").update(text).digest("base64url"),
    submit<A>(command: Command<A>): Promise<A> {
      submitted++;
      const away = Object.assign(new Error("the log is away"), { code: "log-unavailable" });
      return app.outage ? Promise.reject(away) : sequencer.submit(command);
    },
    submitted: () => submitted,
    world: sequencer.world,
    async tell(...records) {
      const actor = { type: "system", id: "test" } as const;
      await sequencer.submit({
        name: "test",
        actor,
        handle: () => ({ records, answer: undefined }),
      });
    },
    async wards(...ids) {
      await app.tell(
        { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/London" } },
        ...ids.map((ward) => ({
          kind: "ward.registered" as const,
          body: { ward, site: "north", name: ward, type: "ward" as const, pattern: "inpatient" },
        })),
      );
    },
    async engage(number) {
      const [person, engagement] = [`per_${number}`, `eng_${number}`];
      const year = 365 * 24 * 60 * 60 * 1000;
      const [from, to] = [start - year, start + year];
      await sequencer.submit({
        name: "test",
        actor: { type: "system", id: "test" },
        handle: () => ({
          records: [
            { kind: "person.registered", body: { person } },
            {
              kind: "engagement.started",
              body: { engagement, person, type: "employee", from, to },
            },
          ],
          side: [{ table: "identifiers", key: `staff|${number}`, value: person }],
          answer: undefined,
        }),
      });
      return { person, engagement };
    },
    records: async () => (await store.log.read(0, { limit: 1_000_000 })).map(decodeRecord),
  };
  return app;
}
