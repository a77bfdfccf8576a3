import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A server of a measurement, in a process of its own. */
export interface StartedServer<Ready> {
  /** What it said once it was there. */
  readonly ready: Ready;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a script beside `folder` with its setup as JSON; it answers with one line of JSON. @throws Error if it ends before that */
export async function startServer<Ready>(
  folder: string,
  name: string,
  setup: object,
): Promise<StartedServer<Ready>> {
  const child = spawn(process.execPath, [join(folder, name), JSON.stringify(setup)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(([code]) =>
      Promise.reject(new Error(`the server ended with ${code}`)),
    ),
  ])) as [string];
  return {
    ready: JSON.parse(line) as Ready,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
