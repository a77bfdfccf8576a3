import type { App } from "../app.ts";
import {
  type FileJournal,
  machineClock,
  nodeHasher,
  nodeIds,
  openCache,
  openJournal,
  type Sealer,
  wait,
} from "../node/index.ts";
import { type Offline, openOffline, type Watch } from "../offline/index.ts";

/** What a node goes on with while its database is away, and its files. */
export interface OfflineNode {
  /** Undefined: another process writes the journal of this data directory, so that this node permits nothing then. */
  readonly offline: Offline | undefined;
  close(): Promise<void>;
}

/** Entries of the journal that the log did not take. */
export const refusedFile = "offline.refused";

/**
 * Opens the journal in the data directory, merges what an earlier start has left in it, and makes the application one that goes on
 * while the database is away (X14).
 *
 * @throws JournalError `journal-unusable`; SequencerError
 */
export async function openOfflineNode(
  app: App,
  watch: Watch,
  options: {
    readonly directory: string;
    readonly sealer: Sealer;
    readonly say: (line: string) => void;
  },
): Promise<OfflineNode> {
  const { directory, sealer, say } = options;
  const journal = await openJournal({ directory, sealer }).catch((error: unknown) => {
    if (!isInUse(error)) throw error;
    say(`${error.message} Until then this node gives no emergency access without its database.`);
    return undefined;
  });
  if (journal === undefined) return { offline: undefined, close: async () => undefined };
  const opened: FileJournal[] = [journal];
  const close = async () => {
    for (const each of opened) await each.close();
  };
  try {
    const refused = await openJournal({ directory, sealer, name: refusedFile });
    opened.push(refused);
    await sayRefused(refused, directory, say);
    const cache = openCache({ directory, sealer });
    const clock = machineClock;
    const ids = nodeIds();
    const files = { journal, refused, cache };
    const offline = await openOffline({
      ...{ app, watch, clock, ids, hasher: nodeHasher, wait, say },
      ...files,
    });
    return { offline, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function sayRefused(
  refused: FileJournal,
  directory: string,
  say: (line: string) => void,
): Promise<void> {
  const { entries } = await refused.read();
  if (entries.length === 0) return;
  say(
    `${entries.length} entries that the log did not take are kept in ${directory}/${refusedFile}; each has an incident on the console's page Reviews. "wardkey offline refused" lists them.`,
  );
}

function isInUse(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "journal-in-use";
}
