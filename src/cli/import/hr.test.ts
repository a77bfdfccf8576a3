import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFiles } from "../import.ts";
import { captured } from "../test-support.ts";
import { verify } from "../verify.ts";

let folder: string;
let environment: { readonly WARDKEY_DATA: string };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-hr-"));
  environment = { WARDKEY_DATA: join(folder, "data") };
  const { code } = await hr(write("all.csv", rows(0, 100)));
  expect(code).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const header = "staff_number,family,from,to,badge\n";
const rows = (from: number, count: number, to = "") =>
  header +
  Array.from(
    { length: count },
    (_, nth) => `C${from + nth},Name${from + nth},2026-01-01,${to},${8000 + from + nth}\n`,
  ).join("");
function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const hr = (...args: readonly string[]) =>
  captured(() => importFiles(["hr", ...args], environment));

test("[L11] a file that ends many is previewed, stopped, and taken in once the number is said; each end has a receipt that holds", async () => {
  const file = write("leavers.csv", rows(0, 5, "2026-02-01"));
  const looked = await hr("--preview", file);
  expect(looked.code).toBe(1);
  expect(looked.text).toContain("ends: 5");
  expect(looked.text).toContain("STOPPED: with what ended in the last day, 5 of 100 engagements");
  expect(looked.text).toMatch(/line 2: ends \(1 things? ends? with it\)/);

  const stopped = await hr("--json", file);
  expect(stopped.code).toBe(1);
  const report = JSON.parse(stopped.text.trim().split("\n").at(-1) ?? "")[file];
  expect(report).toMatchObject({ taken: false, stopped: { ends: 5, live: 100, percent: 2 } });

  const receipts = join(folder, "receipts");
  const done = await hr("--ends", "5", "--receipts", receipts, file);
  expect(done.code, done.text).toBe(0);
  expect(readdirSync(receipts)).toHaveLength(5);
  for (const name of readdirSync(receipts)) {
    const checked = await captured(() => verify(["--receipt", join(receipts, name)], environment));
    expect(checked.code, checked.text).toBe(0);
    expect(checked.text).toContain("badges: bdg_");
  }
  const again = await hr(file);
  expect([again.code, again.text]).toEqual([0, expect.stringContaining("5 unchanged")]);
}, 60_000);

test("a preview takes nothing in, and its exit code says that nothing stands in the way", async () => {
  const file = write("joiner.csv", rows(200, 1));
  for (let time = 0; time < 2; time++) {
    const { code, text } = await hr("--preview", file);
    expect([code, text]).toEqual([0, expect.stringContaining("joins: 1, badge: 1")]);
  }
}, 60_000);

test("half a file, packed or not, and one in two encodings are refused whole; Windows-1252 is read as such", async () => {
  const text = rows(300, 3);
  const mixed = Buffer.concat([
    Buffer.from(`${header}C400,Ölçer,2026-01-01,,\n`),
    Buffer.from("C401,M\u00fcller,2026-01-01,,\n", "latin1"),
  ]);
  const refused = [
    write("half.csv", text.slice(0, -4)),
    write("half.csv.gz", gzipSync(text).subarray(0, -6)),
    write("half-inside.csv.gz", gzipSync(text.slice(0, -4))),
    write("mixed.csv", mixed),
  ];
  for (const file of refused) await expect(hr(file)).rejects.toMatchObject({ code: "bad-file" });
  const { text: none } = await hr("--preview", write("whole.csv", text));
  expect(none).toContain("joins: 3");
  const old = Buffer.from(`${header}C401,M\u00fcller,2026-01-01,,\n`, "latin1");
  const read = await hr(write("old.csv", old));
  expect([read.code, read.text]).toEqual([0, expect.stringContaining("read as Windows-1252")]);
}, 60_000);

test("the options of staff files go with nothing else, and are what they say", async () => {
  const roster = (...args: string[]) => importFiles(["roster", ...args, "x"], environment);
  await expect(roster("--preview")).rejects.toThrow("--preview goes with hr only");
  await expect(roster("--ends", "3")).rejects.toThrow("--ends goes with hr only");
  await expect(roster("--receipts", "r")).rejects.toThrow("--receipts goes with hr only");
  await expect(hr("--ends", "all", "x")).rejects.toThrow("--ends is a number");
  expect(existsSync(join(folder, "r"))).toBe(false);
});
