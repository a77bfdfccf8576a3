import { constants } from "node:fs";
import { type FileHandle, link, open, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Journal, JournalContent, JournalEntry } from "../../ports/index.ts";
import type { Sealer } from "../crypto/index.ts";
import { JournalError } from "./errors.ts";
import { frame, unframe } from "./frames.ts";

/** A journal in a file, which is to be closed. */
export interface FileJournal extends Journal {
  close(): Promise<void>;
}

/** What {@link openJournal} is given. */
export interface JournalOptions {
  /** The data directory, which is there. */
  readonly directory: string;
  readonly sealer: Pick<Sealer, "seal" | "open">;
  /** The file's name, where it is not the node's journal. */
  readonly name?: string;
}

/** The journal's file in a data directory. */
export const journalFile = "offline.journal";
/** What an entry is sealed for. */
const bound = "offline journal";

/**
 * Opens the journal in a data directory, making it where there is none. Each entry is sealed, framed with its length and
 * checksums, and on the disk before `append` resolves (fsync). One process at a time has it; the operating system takes the lock
 * back however that ends.
 *
 * @throws JournalError `journal-in-use`, `journal-unusable`
 */
export async function openJournal({
  directory,
  sealer,
  name = journalFile,
}: JournalOptions): Promise<FileJournal> {
  const path = join(directory, name);
  const unlock = lock(`${path}.lock`);
  let file: FileHandle;
  try {
    file = await openForWriting(path);
    await syncDirectory(directory);
  } catch (error) {
    unlock();
    throw unusable(path, error);
  }
  /** Where the next frame begins; undefined: not known, since a write failed. */
  let end: number | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) return Promise.reject(new JournalError("journal-closed", "It was closed."));
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const write = async (bytes: Buffer) => {
    const from = end ?? (await endOf(file));
    end = undefined;
    await file.truncate(from);
    await writeAll(file, bytes, from);
    await file.sync();
    end = from + bytes.length;
  };
  return {
    append: (entry) =>
      inTurn(() => write(seal(sealer, entry))).catch((error: unknown) => {
        throw error instanceof JournalError ? error : unusable(path, error);
      }),
    read: () => inTurn(async () => contentOf(await readWhole(file), sealer, name)),
    discard: (id) =>
      inTurn(async () => {
        const { entries, damage } = contentOf(await readWhole(file), sealer, name);
        const index = entries.findIndex((entry) => entry.id === id);
        if (index === -1) return;
        // What cannot be read is kept for whoever looks into it.
        if (damage.length > 0) await keepAside(path);
        const kept = entries.slice(index + 1).map((entry) => seal(sealer, entry));
        const next = await replace(path, Buffer.concat(kept));
        await syncDirectory(directory);
        await file.close();
        file = next;
        end = undefined;
      }),
    close: async () => {
      isClosed = true;
      await turn;
      await file.close();
      unlock();
    },
  };
}

/**
 * Reads a journal beside the process that writes it, and changes nothing; undefined where there is none. An entry that is being
 * written is none yet.
 *
 * @throws JournalError `journal-unusable`
 */
export async function readJournal({
  directory,
  sealer,
  name = journalFile,
}: {
  readonly directory: string;
  readonly sealer: Pick<Sealer, "open">;
  readonly name?: string;
}): Promise<JournalContent | undefined> {
  const path = join(directory, name);
  try {
    return contentOf(await readFile(path), sealer, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw unusable(path, error);
  }
}

function seal(sealer: Pick<Sealer, "seal">, entry: JournalEntry): Buffer {
  return frame(Buffer.from(sealer.seal("journal", JSON.stringify(entry), bound), "utf8"));
}

function contentOf(file: Buffer, sealer: Pick<Sealer, "open">, name: string): JournalContent {
  const entries: JournalEntry[] = [];
  const damage: string[] = [];
  for (const stretch of unframe(file).stretches) {
    const text =
      stretch.type === "whole"
        ? sealer.open("journal", stretch.bytes.toString("utf8"), bound)
        : undefined;
    if (text !== undefined) entries.push(JSON.parse(text) as JournalEntry);
    else damage.push(`${name} at byte ${stretch.at} ${why(stretch.type)}`);
  }
  return { entries, damage };
}

function why(type: "whole" | "damaged"): string {
  return type === "whole"
    ? "was written under another pepper, or changed"
    : "is damaged: its checksum does not fit";
}

/** Taken with SQLite, which has the operating system's locks on every platform. The lock file stays empty. */
function lock(path: string): () => void {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: 0 });
    database.exec("begin exclusive");
  } catch (error) {
    database?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new JournalError(
        "journal-in-use",
        `Another process writes the journal beside ${path}. Give each node a data directory of its own (WARDKEY_DATA).`,
      );
    }
    throw unusable(path, error);
  }
  const held = database;
  return () => held.close();
}

async function openForWriting(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
}

async function readWhole(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, size - at, at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}

async function endOf(file: FileHandle): Promise<number> {
  return unframe(await readWhole(file)).end;
}

async function writeAll(file: FileHandle, bytes: Buffer, from: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, from + at);
    at += bytesWritten;
  }
}

async function keepAside(path: string): Promise<void> {
  for (let number = 1; ; number++) {
    try {
      await link(path, `${path}.damaged-${number}`);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

/** The new file takes the old one's place whole, or not at all. */
async function replace(path: string, bytes: Buffer): Promise<FileHandle> {
  const draft = `${path}.new`;
  await unlink(draft).catch(() => undefined);
  const file = await openForWriting(draft);
  try {
    await writeAll(file, bytes, 0);
    await file.sync();
    await rename(draft, path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unusable(path: string, error: unknown): JournalError {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return new JournalError(
    "journal-unusable",
    `The journal ${path} cannot be written${code}. Check the disk and who may write there; until then this node permits nothing while the database is away.`,
  );
}
