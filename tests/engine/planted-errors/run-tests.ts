import { type ChildProcess, fork, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answered, Asked } from "./test-runner.ts";

/** Longer than this nothing takes that ends at all; all tests to their end take longer than up to a failure. */
const patience = { bail: 120_000, all: 900_000 };

/** Runs a tree's tests. */
export interface Tests {
  readonly run: (asked: Asked) => Promise<Answered>;
  readonly end: () => void;
}

/** Keeps a process that runs tests, and starts another when that one does not come to an end. */
export function createTests(folder: string): Tests {
  let runner: ChildProcess | undefined;
  const end = () => {
    runner?.kill("SIGKILL");
    runner = undefined;
  };
  return {
    end,
    async run(asked) {
      runner ??= await startRunner(folder);
      const answer = await ask(runner, asked);
      if (answer !== undefined) return answer;
      end();
      return { failed: ["(it did not end)"] };
    },
  };
}

function startRunner(folder: string): Promise<ChildProcess> {
  const path = fileURLToPath(new URL("test-runner.ts", import.meta.url));
  const runner = fork(path, [folder], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  return new Promise((resolve, reject) => {
    runner.once("error", reject);
    runner.once("message", () => resolve(runner));
  });
}

function ask(runner: ChildProcess, asked: Asked): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const finish = (answer: Answered | undefined) => {
      clearTimeout(timer);
      runner.removeAllListeners();
      resolve(answer);
    };
    const limit = asked.bail ? patience.bail : patience.all;
    const timer = setTimeout(() => finish(undefined), limit);
    runner.once("message", (answer) => finish(answer as Answered));
    runner.once("exit", () => finish(undefined));
    runner.send(asked);
  });
}

/** Runs the fuzzer for a while. */
export function runFuzzer(folder: string): Promise<Answered> {
  const args = ["tests/engine/fuzz/run-fuzz.ts", "--cases", "2000", "--seed", "planted"];
  const fuzzer = spawn(process.execPath, args, {
    cwd: folder,
    stdio: "ignore",
    timeout: patience.bail,
  });
  return new Promise((resolve, reject) => {
    fuzzer.once("error", reject);
    fuzzer.once("close", (code) => {
      // One that was ended for the time it took has found nothing.
      if (code === null) resolve({ failed: [], broken: "the fuzzer did not end in time" });
      else resolve({ failed: code === 0 ? [] : ["(the fuzzer)"] });
    });
  });
}
