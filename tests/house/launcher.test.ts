import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** A copy of the launcher whose src/main.ts says what it was given, then does what it is told. */
const main = `
const [what, code] = process.argv.slice(2);
if (what === "exit") process.exit(Number(code));
process.on("SIGTERM", () => { console.log("term"); process.exit(7); });
console.log(process.pid);
setInterval(() => {}, 1000);
`;

/** Stands for a launcher under a Node too old: relays to this Node. */
const relaying = `
import { relay } from "./node-24.mjs";
await relay(process.execPath, [new URL("wardkey", import.meta.url).pathname, ...process.argv.slice(2)]);
`;

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "wardkey-launcher-"));
  cpSync(join(root, "bin"), join(copy, "bin"), { recursive: true });
  mkdirSync(join(copy, "src"));
  writeFileSync(join(copy, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(copy, "src/main.ts"), main);
  writeFileSync(join(copy, "bin/relaying.mjs"), relaying);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** The next line a process prints; main.ts begins with the id of its process. */
function nextLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once("data", (data) => resolve(`${data}`.trim())));
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

describe("bin/wardkey", () => {
  test("runs main.ts in its own process under Node 24", async () => {
    const child = spawn(process.execPath, [join(copy, "bin/wardkey"), "wait"]);
    const ending = ended(child);
    expect(await nextLine(child)).toBe(`${child.pid}`);
    child.kill("SIGTERM");
    expect(await ending).toEqual({ code: 7, signal: null });
  });

  test("passes on arguments and the exit code", () => {
    for (const file of ["wardkey", "relaying.mjs"]) {
      const result = spawnSync(process.execPath, [join(copy, "bin", file), "exit", "5"]);
      expect(result.status).toBe(5);
    }
  });

  test("keeps what was compiled beside what is installed, and nothing where nothing is or can be written", () => {
    const run = () =>
      spawnSync(process.execPath, [join(copy, "bin/wardkey"), "exit", "5"], { env });
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const installed = join(copy, "node_modules");
    expect(run().status).toBe(5);
    expect(existsSync(installed)).toBe(false);
    mkdirSync(installed);
    expect(run().status).toBe(5);
    expect(readdirSync(join(installed, ".cache/wardkey")).length).toBeGreaterThan(0);
    // A file where the folder would be: as good as a folder that cannot be written, for root too.
    rmSync(installed, { recursive: true });
    mkdirSync(installed);
    writeFileSync(join(installed, ".cache"), "");
    expect([run().status, `${run().stderr}`]).toEqual([5, ""]);
    rmSync(installed, { recursive: true });
  });

  test("passes on SIGTERM, and ends as the process behind it ends", async () => {
    const child = spawn(process.execPath, [join(copy, "bin/relaying.mjs"), "wait"]);
    const ending = ended(child);
    expect(await nextLine(child)).not.toBe(`${child.pid}`);
    child.kill("SIGTERM");
    expect(await ending).toEqual({ code: 7, signal: null });
  });

  test("ends by the signal that ended the process behind it", async () => {
    const child = spawn(process.execPath, [join(copy, "bin/relaying.mjs"), "wait"]);
    const ending = ended(child);
    process.kill(Number(await nextLine(child)), "SIGKILL");
    expect(await ending).toEqual({ code: null, signal: "SIGKILL" });
  });

  test("leaves no process behind when it is killed outright", async () => {
    const child = spawn(process.execPath, [join(copy, "bin/relaying.mjs"), "wait"]);
    const ending = ended(child);
    await nextLine(child);
    const said = nextLine(child);
    child.kill("SIGKILL");
    expect(await said).toBe("term");
    // "close" comes when no process holds the output any more: the one behind has ended too.
    expect(await ending).toEqual({ code: null, signal: "SIGKILL" });
  });
});
