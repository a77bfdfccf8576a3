import { closeSync, openSync, readSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type FoundSecret, linesBetween, masked, overlap, secretsIn } from "./find-secrets.ts";

/** What was found in the files of a folder. */
export interface FilesScanned {
  readonly found: readonly FoundSecret[];
  readonly files: number;
  readonly bytes: number;
  /** Files and folders that could not be looked at: nothing is known of them. */
  readonly unreadable: readonly string[];
}

/** Read at a time: a file is never whole in memory. */
const partSize = 4 * 1024 * 1024;
/** Below this a second thread takes longer to start than it saves. */
const worthThreads = 64 * 1024 * 1024;

interface Entry {
  readonly path: string;
  readonly size: number;
}

/**
 * Looks for secrets in a file, or in every file below a folder, on so many threads. Links are not followed, and what git keeps in its
 * own folder is looked at as history.
 */
export async function scanFiles(path: string, threads: number): Promise<FilesScanned> {
  const entries: Entry[] = [];
  const unreadable: string[] = [];
  await list(path, entries, unreadable);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const shares = bytes < worthThreads ? [entries] : share(entries, threads);
  const scanned =
    shares.length === 1
      ? [scanAll(shares[0] as readonly Entry[])]
      : await Promise.all(shares.map((each) => onThread(each)));
  const found = scanned.flatMap((one) => one.found);
  return {
    found: found.toSorted((a, b) =>
      a.place < b.place ? -1 : a.place > b.place ? 1 : a.line - b.line,
    ),
    files: entries.length,
    bytes: scanned.reduce((sum, one) => sum + one.bytes, 0),
    unreadable: [...unreadable, ...scanned.flatMap((one) => one.unreadable)],
  };
}

async function list(path: string, entries: Entry[], unreadable: string[]): Promise<void> {
  const about = await lstat(path);
  if (about.isFile()) {
    entries.push({ path, size: about.size });
    return;
  }
  if (!about.isDirectory()) return;
  const names = await readdir(path).catch(() => undefined);
  if (names === undefined) {
    unreadable.push(path);
    return;
  }
  for (const name of names.toSorted()) {
    if (name === ".git") continue;
    await list(join(path, name), entries, unreadable).catch(() =>
      unreadable.push(join(path, name)),
    );
  }
}

/** Shares of about the same size: the largest files first, each to whoever has least. */
function share(entries: readonly Entry[], threads: number): readonly (readonly Entry[])[] {
  const shares = Array.from({ length: Math.max(1, threads) }, () => ({
    size: 0,
    entries: [] as Entry[],
  }));
  for (const entry of entries.toSorted((a, b) => b.size - a.size)) {
    const least = shares.reduce((a, b) => (b.size < a.size ? b : a));
    least.entries.push(entry);
    least.size += entry.size;
  }
  return shares.map((one) => one.entries);
}

type Scanned = Pick<FilesScanned, "found" | "bytes" | "unreadable">;

function scanAll(entries: readonly Entry[]): Scanned {
  const buffer = Buffer.allocUnsafe(partSize + overlap);
  const found: FoundSecret[] = [];
  const unreadable: string[] = [];
  let bytes = 0;
  for (const { path } of entries) {
    try {
      bytes += scanFile(path, buffer, found);
    } catch {
      unreadable.push(path);
    }
  }
  return { found, bytes, unreadable };
}

/** The bytes that were read. */
function scanFile(path: string, buffer: Buffer, found: FoundSecret[]): number {
  const file = openSync(path, "r");
  try {
    let kept = 0;
    let lines = 0;
    let bytes = 0;
    for (;;) {
      const read = readSync(file, buffer, kept, partSize, null);
      if (read === 0) return bytes;
      bytes += read;
      const part = buffer.subarray(0, kept + read);
      let [counted, here] = [0, lines];
      for (const { at, secret } of secretsIn(part)) {
        here += linesBetween(part, counted, at);
        counted = at;
        found.push({ place: path, line: here + 1, secret: masked(secret) });
      }
      // A secret that was found ends before what is kept begins; one that is cut off is whole in the next part.
      const end = Math.max(0, part.length - overlap);
      lines += countLines(part, end);
      part.copy(buffer, 0, end);
      kept = part.length - end;
    }
  } finally {
    closeSync(file);
  }
}

/** Only where a file goes on for another part: most are one, and nobody asks for their lines. */
function countLines(part: Buffer, end: number): number {
  return part.length < partSize ? 0 : linesBetween(part, 0, end);
}

function onThread(entries: readonly Entry[]): Promise<Scanned> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { scan: entries } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

const work = isMainThread ? undefined : (workerData as { readonly scan?: readonly Entry[] } | null);
if (work?.scan !== undefined) parentPort?.postMessage(scanAll(work.scan));
