import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { UsageError } from "../usage-error.ts";
import { runOnChange } from "./watch.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-watch-"));
  writeFileSync(join(folder, "task.yaml"), "one");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test("runs again when something has changed, and goes on after what was wrong; the last exit code is its own", async () => {
  const stop = new AbortController();
  const codes: (() => number)[] = [
    () => 1,
    () => {
      throw new UsageError("half a file");
    },
    () => 0,
  ];
  let runs = 0;
  const ran = runOnChange(
    [folder],
    async () => {
      const code = codes[runs++] ?? (() => 0);
      return code();
    },
    stop.signal,
  );
  for (const times of [2, 3]) {
    await vi.waitFor(() => expect(runs).toBe(times - 1));
    // Until the watcher is there nothing is noticed: written again and again, as somebody at work would.
    await vi.waitFor(
      () => {
        writeFileSync(join(folder, "task.yaml"), `${Math.random()}`);
        expect(runs).toBeGreaterThanOrEqual(times);
      },
      { timeout: 10_000, interval: 300 },
    );
    if (times === 2) expect(console.error).toHaveBeenCalledWith("half a file");
  }
  stop.abort();
  expect(await ran).toBe(0);
});

test("stops at once when it is told to", async () => {
  const stop = new AbortController();
  const ran = runOnChange([folder], async () => 1, stop.signal);
  stop.abort();
  expect(await ran).toBe(1);
});
