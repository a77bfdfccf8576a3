import type { Bundles } from "../access/index.ts";
import type { Instant, Journal, JournalEntry } from "../ports/index.ts";
import type { Command } from "../world/index.ts";
import { spooledIn } from "./journal-log.ts";
import { mergeEntry, refuseEntry, sessionsIn, system } from "./merge-entry.ts";
import { asRefused } from "./refused-entry.ts";

/** What a journal is brought into the log with. */
export interface MergeDeps {
  readonly bundles: Bundles;
  readonly submit: <A>(command: Command<A>) => Promise<A>;
  readonly journal: Journal;
  /** Where entries are kept that do not go into the log. */
  readonly refused: Journal;
  readonly say: (line: string) => void;
  readonly now: () => Instant;
}

/** The log does not take just this; anything else that goes wrong is the log's, and is tried again. */
const ofTheEntry: ReadonlySet<string> = new Set(["cannot-apply", "too-large", "malformed-key"]);

/**
 * Brings what stands in the journal into the log, one entry after the other, and forgets it then. May be broken off anywhere and
 * begun again: each entry is merged once. One that the log does not take is kept aside with an incident, and keeps nobody waiting.
 * Answers how many there were.
 *
 * @throws SequencerError where the log does not answer
 */
export async function mergeJournal(deps: MergeDeps): Promise<number> {
  const { bundles, submit, journal, say } = deps;
  const { entries, damage } = await journal.read();
  for (const place of damage) say(`The journal of the downtime is damaged: ${place}.`);
  const sessions = sessionsIn(entries);
  let refused = 0;
  for (const entry of entries) {
    try {
      await submit(mergeEntry(bundles, entry, sessions));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
      if (code !== undefined && !ofTheEntry.has(code)) throw error;
      await keepAside(deps, entry, error);
      refused++;
    }
  }
  const last = entries.at(-1);
  if (last === undefined) return 0;
  await submit(endDowntime({ entries: entries.length, refused, damaged: damage.length }, last));
  await journal.discard(last.id);
  return entries.length;
}

async function keepAside(
  { refused, submit, say, now }: MergeDeps,
  entry: JournalEntry,
  error: unknown,
): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  // What is kept says what the log did not like, too; those who run Wardkey read it.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
  const { entries } = await refused.read();
  if (!entries.some(({ id }) => id === entry.id)) {
    await refused.append(
      asRefused(entry, { at: now(), why: cause === "" ? why : `${why} (${cause})` }),
    );
  }
  await submit(refuseEntry(entry));
  say(`What was done while the database did not answer is kept aside (${entry.id}): ${why}`);
}

/** What came of a journal: how many entries, how many of them are kept aside, and how many places cannot be read. */
interface Merged {
  readonly damaged: number;
  readonly entries: number;
  readonly refused: number;
}

/** The record that says that the log answers again; after a journal's last entry once. */
export function endDowntime(
  { damaged, entries, refused }: Merged = { damaged: 0, entries: 0, refused: 0 },
  last?: JournalEntry,
): Command<null> {
  const downtime = last === undefined ? undefined : spooledIn(last)?.downtime;
  const cause = downtime === undefined ? {} : { causedBy: downtime };
  return {
    name: "downtime.end",
    ...(last === undefined ? {} : { key: `downtime-ended|${last.id}` }),
    actor: system,
    handle: () => ({
      records: [{ kind: "downtime.ended", body: { damaged, entries, refused }, ...cause }],
      answer: null,
    }),
  };
}
