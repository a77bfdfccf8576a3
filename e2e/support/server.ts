import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");

/** A Wardkey server in a process of its own, as `npm start` runs it. */
export interface ServerProcess {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly mllpPort: number;
  readonly child: ChildProcess;
  /** How long it took from the start of the process until it was ready, in milliseconds. */
  readonly startedIn: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Ends it in good order and answers with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** What a server is started with. */
export interface ServerStart {
  readonly data: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What is typed on its terminal. */
  readonly input?: string;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/**
 * Starts `wardkey serve --demo` (or with other `args`) on free ports.
 *
 * @throws Error with everything it printed, when it ends before it is ready
 */
export async function startServer({
  data,
  args = ["serve", "--demo"],
  environment = {},
  input,
  node = [],
}: ServerStart): Promise<ServerProcess> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...node, join(root, "src/main.ts"), ...args], {
    cwd: root,
    env: {
      ...bareEnvironment(),
      PORT: "0",
      WARDKEY_MLLP_PORT: "0",
      WARDKEY_DATA: data,
      ...environment,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const lines: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  child.stdin.end(input ?? "");
  const ready = new Promise<{ url: string; mllpPort: number }>((resolve, reject) => {
    child.once("exit", (code) =>
      reject(new Error(`the server ended with ${code}:\n${lines.join("\n")}`)),
    );
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const url = /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(lines.join("\n"));
      const mllp = /MLLP.* port (\d+)/.exec(lines.join("\n"));
      if (url !== null && mllp !== null) {
        resolve({ url: `http://127.0.0.1:${url[1]}`, mllpPort: Number(mllp[1]) });
      }
    });
  });
  const { url, mllpPort } = await ready;
  await untilReady(url);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    url,
    mllpPort,
    child,
    startedIn: performance.now() - begun,
    output: () => lines.join("\n"),
    stop: () => end("SIGTERM"),
    kill: async () => {
      await end("SIGKILL");
    },
  };
}

/** Runs a command of `wardkey` to its end. */
export async function runWardkey(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [join(root, "src/main.ts"), ...args], {
    cwd: root,
    env: { ...bareEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  return { code: child.exitCode, output: Buffer.concat(chunks).toString() };
}

/** What `npm start` writes for those who want to try it from another program. */
export interface DemoFile {
  readonly apiKey: string;
  /** The nurse's, which is another at other hours. */
  readonly ward: string;
  readonly people: readonly {
    readonly part: string;
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly ward: string;
    readonly badge: string;
    readonly pin: string;
  }[];
  readonly patients: readonly {
    readonly id: string;
    readonly number: string;
    readonly ward: string;
    readonly bed: string;
  }[];
  /** In another ward: the nurse may not open that chart. */
  readonly patientElsewhere: {
    readonly id: string;
    readonly number: string;
    readonly ward: string;
  };
}

/** The demonstration's keys and ids, from its data directory. */
export function readDemo(data: string): DemoFile {
  return JSON.parse(readFileSync(join(data, "demo.json"), "utf8")) as DemoFile;
}

/** Settings of the person who runs the tests must not reach the servers under test. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith("WARDKEY_") && !["PORT", "HOST", "DATABASE_URL"].includes(name),
    ),
  );
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
