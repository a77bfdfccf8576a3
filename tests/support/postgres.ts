import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  accessSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Client } from "pg";

/** A PostgreSQL server of a test's own, or why there is none. */
export type TestPostgres =
  | {
      /** A connection string for DATABASE_URL; the server listens on a unix socket only. */
      readonly url: string;
      /** The connection string of another database on the same server, made when it is first asked for. */
      database(name: string): Promise<string>;
      /** The directory of the server's socket, for a proxy that stands in front of it. */
      readonly socket: string;
      /** What the server has written into its log. */
      log(): string;
      /** The server's process, for tests that stop or kill it. */
      readonly pid: number;
      /** Stops the server as an operator would; what is in it stays. */
      down(): Promise<void>;
      /** Starts it again. */
      up(): Promise<void>;
      stop(): Promise<void>;
    }
  | { readonly skipped: string };

/**
 * Starts an empty PostgreSQL from the binaries on this machine, in a directory of its own. Run as root it becomes
 * `postgres` or `nobody`, since PostgreSQL refuses root.
 *
 * @param options.durable whether commits reach the disk; tests do without, benchmarks must not
 */
export async function startPostgres(
  options: { readonly durable?: boolean } = {},
): Promise<TestPostgres> {
  const binaries = findBinaries();
  if (binaries === undefined) {
    return skip("no PostgreSQL binaries (initdb, postgres) on PATH or in the usual places");
  }
  const user = process.getuid?.() === 0 ? unprivileged() : {};
  if (user === undefined) return skip("running as root, and there is no user postgres or nobody");
  const directory = mkdtempSync(join(shortTemporary(), "wk-pg-"));
  const data = join(directory, "data");
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) {
    for (const path of [directory, data]) chownSync(path, user.uid, user.gid);
  }
  const as = {
    ...user,
    cwd: directory,
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
  };
  try {
    const initdb = ["-D", data, "-U", "wardkey", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"];
    execFileSync(join(binaries, "initdb"), initdb, { ...as, stdio: "pipe" });
    const log: string[] = [];
    const begin = async () => {
      const server = spawn(
        join(binaries, "postgres"),
        ["-D", data, "-k", directory, ...settings(options.durable ?? false)],
        { ...as, stdio: ["ignore", "ignore", "pipe"] },
      );
      server.stderr?.on("data", (chunk: Buffer) => log.push(chunk.toString()));
      await ready(server);
      return server;
    };
    return running(await begin(), begin, { directory, log });
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function skip(reason: string): TestPostgres {
  process.stderr.write(`\nSKIPPED: everything on PostgreSQL: ${reason}\n\n`);
  return { skipped: reason };
}

function settings(durable: boolean): string[] {
  const chosen = {
    listen_addresses: "",
    max_connections: "60",
    shared_buffers: durable ? "256MB" : "32MB",
    max_wal_size: "4GB",
    fsync: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
  };
  return Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** A socket's path holds at most 104 bytes on macOS; a long TMPDIR does not leave enough of them. */
function shortTemporary(): string {
  return tmpdir().length > 60 ? "/tmp" : tmpdir();
}

/** The folder that holds initdb and postgres; the newest of several. */
function findBinaries(): string | undefined {
  const versions = (root: string, under: string): string[] => {
    try {
      return readdirSync(root)
        .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
        .map((version) => join(root, version, under));
    } catch {
      return [];
    }
  };
  const candidates = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    ...versions("/usr/lib/postgresql", "bin"),
    "/usr/local/pgsql/bin",
    ...["/opt/homebrew/opt", "/usr/local/opt"].flatMap((root) =>
      versions(root, "bin").filter((path) => path.includes("postgresql")),
    ),
    ...versions("/Applications/Postgres.app/Contents/Versions", "bin"),
  ];
  return candidates.find((folder) =>
    ["initdb", "postgres"].every((name) => runs(join(folder, name))),
  );
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The user and group ids to be instead of root. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } | undefined {
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: the next one.
    }
  }
  return undefined;
}

/** Resolves when the server accepts connections. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => {
      server.kill("SIGKILL");
      reject(new Error(`PostgreSQL was not ready within 30 s:\n${said}`));
    }, 30_000);
    server.once("error", reject);
    server.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`PostgreSQL ended with ${code} while it started:\n${said}`));
    });
    server.stderr?.on("data", (chunk: Buffer) => {
      if (said.length > 100_000) return;
      said += chunk.toString();
      if (!said.includes("ready to accept connections")) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function running(
  first: ChildProcess,
  begin: () => Promise<ChildProcess>,
  { directory, log }: { readonly directory: string; readonly log: readonly string[] },
): TestPostgres {
  let server = first;
  const urlOf = (name: string) =>
    `postgresql://wardkey@localhost/${name}?host=${encodeURIComponent(directory)}`;
  const made = new Set(["postgres"]);
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  const database = async (name: string) => {
    if (made.has(name)) return urlOf(name);
    made.add(name);
    const client = new Client({ connectionString: urlOf("postgres") });
    await client.connect();
    await client.query(`create database ${client.escapeIdentifier(name)}`);
    await client.end();
    return urlOf(name);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGCONT");
    server.kill(signal);
    const timer = setTimeout(kill, 5000);
    await ended;
    clearTimeout(timer);
  };
  // Fast shutdown: connections are cut, what was committed stays.
  const down = () => end("SIGINT");
  const up = async () => {
    server = await begin();
  };
  const stop = async () => {
    process.removeListener("exit", kill);
    await end("SIGQUIT");
    rmSync(directory, { recursive: true, force: true });
  };
  const pid = server.pid ?? 0;
  const own = { url: urlOf("postgres"), socket: directory, pid };
  return { ...own, database, down, log: () => log.join(""), stop, up };
}
