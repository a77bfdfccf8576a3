import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openJournal, openSealer } from "../node/index.ts";
import { offline } from "./offline.ts";

const pepper = Buffer.alloc(32, 7);
let directory = "";
let said: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "wardkey-offline-"));
  said = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

const environment = () => ({
  WARDKEY_DATA: directory,
  WARDKEY_PEPPER: pepper.toString("base64url"),
});
const run = async (...args: readonly string[]) => [
  await offline(args, environment()),
  said.join("\n"),
];

const at = Date.UTC(2026, 2, 10, 2);
const actor = { type: "person", id: "per_amy" };
const record = { actor, at, id: "rec_1", seat: "4B-1" };
const resource = { type: "patient", id: "pat_ose" };
const spooled = {
  downtime: "rec_0",
  rests: 7,
  records: [
    { ...record, kind: "decision.permitted", body: { action: "glass.break", resource } },
    { ...record, kind: "glass.broken", body: { patient: "pat_ose", person: "per_amy" } },
  ],
};

test("[X14] with nothing refused it says so, and makes no file", async () => {
  expect(await run("refused")).toEqual([
    0,
    "Nothing: the log took all that this node did while the database did not answer.",
  ]);
  expect(readdirSync(directory)).toEqual([]);
});

test("[X14] what the log did not take is listed with when, who, where, what and why, beside the server that has the file", async () => {
  const sealer = openSealer(pepper);
  const kept = await openJournal({ directory, sealer, name: "offline.refused" });
  const why = "The record cannot be applied.";
  await kept.append({
    id: "bat_1",
    value: { entry: spooled, refused: { at: at + 3_600_000, why } },
  });
  await kept.append({ id: "bat_2", value: "of another release" });
  // The server has it open still, and its lock.
  expect(await run("refused")).toEqual([
    1,
    [
      `bat_1: refused at 2026-03-10T03:00:00.000Z: ${why}`,
      "  2026-03-10T02:00:00.000Z  person per_amy  seat 4B-1  decision.permitted  glass.break  patient pat_ose",
      "  2026-03-10T02:00:00.000Z  person per_amy  seat 4B-1  glass.broken  patient pat_ose",
      "bat_2: refused: an earlier release did not note why",
      "  What it holds was written by another release.",
    ].join("\n"),
  ]);
  said = [];
  const [code, json = ""] = await run("refused", "--json");
  expect([code, JSON.parse(String(json))]).toMatchObject([
    1,
    {
      refused: [
        { id: "bat_1", why },
        { id: "bat_2", records: [] },
      ],
      damage: [],
    },
  ]);
  await kept.close();
});

test("[X14] what cannot be read is said, and is not nothing", async () => {
  const other = openSealer(Buffer.alloc(32, 9));
  const kept = await openJournal({ directory, sealer: other, name: "offline.refused" });
  await kept.append({ id: "bat_1", value: null });
  await kept.close();
  const [code, text] = await run("refused");
  expect([code, text]).toEqual([1, expect.stringContaining("was written under another pepper")]);
});

test("a wrong call and a node without its pepper are told what to do", async () => {
  await expect(offline([], environment())).rejects.toThrow(/Usage: wardkey offline refused/);
  await expect(offline(["refused", "more"], environment())).rejects.toThrow(/Usage/);
  writeFileSync(join(directory, "offline.refused"), "");
  await expect(offline(["refused"], { WARDKEY_DATA: directory })).rejects.toThrow(/pepper/);
});
