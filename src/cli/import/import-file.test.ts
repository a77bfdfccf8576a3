import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import type { ImportProgress } from "../../http/index.ts";
import { readSettings } from "../settings.ts";
import { importFile } from "./import-file.ts";
import type { ImportOrder } from "./import-order.ts";

let folder = "";
let app: FeedApp;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-import-file-"));
});
beforeEach(async () => {
  app = await openFeedApp();
  await app.wards("4B");
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function take(
  kind: ImportOrder["kind"],
  path: string,
  more: Partial<ImportOrder> = {},
  onProgress?: (progress: ImportProgress) => void,
) {
  const { clock, side, submit, world } = app;
  const deps = {
    app: {
      submit,
      side,
      world,
      now: clock.now,
      bundles: { current: () => undefined },
      endings: () => [],
    },
    keyedHash: (use: string, text: string) => app.hash(`${use}|${text}`),
    settings: readSettings({}),
  };
  return importFile(deps, { kind, path, ...more }, onProgress);
}

const header = "staff_number,family,from\n";
const staff = (count: number) =>
  header + Array.from({ length: count }, (_, index) => `C${index},Example,2026-01-01\n`).join("");
const patients = (count: number) =>
  Array.from({ length: count }, (_, id) => `{"resourceType":"Patient","id":"p${id}"}\n`).join("");

describe("an error that stops a file names it", () => {
  test.each([
    ["staff", "columns.csv", "foo,bar\n1,2\n", 'The column "foo" (line 1) is not known.'],
    ["staff", "empty.csv", "", "The file is empty"],
    ["fhir", "empty.ndjson", "\n\n", "The file holds no FHIR resource."],
    ["hl7", "empty.hl7", "", "The file holds no HL7 v2 message"],
    ["hl7", "lower.hl7", "msh|^~\\&|A|B\n", "The file holds no HL7 v2 message"],
    ["roster", "none.ics", "hello\n", "This is no iCalendar file"],
    ["roster", "odd.ics", "BEGIN:VCALENDAR\nX:\xff\n", "Line 2 is not UTF-8."],
  ] as const)("%s %s", async (kind, name, text, says) => {
    const path = write(name, Buffer.from(text, "latin1"));
    await expect(take(kind, path)).rejects.toMatchObject({
      code: "bad-file",
      message: expect.stringContaining(`${path}: ${says}`),
    });
  });

  test.each([
    ["cut.gz", (packed: Buffer) => packed.subarray(0, -20), "it ends too early"],
    ["other.gz", () => Buffer.from("hello there"), "it does not begin as one"],
    [
      "odd.gz",
      (packed: Buffer) => Buffer.concat([packed.subarray(0, -5), Buffer.alloc(5)]),
      "it is damaged",
    ],
  ] as const)("%s, and nothing of it is taken in", async (name, damage, why) => {
    const path = write(name, damage(gzipSync(patients(2_000))));
    const before = (await app.records()).length;
    for (const kind of ["fhir", "staff", "roster", "hl7"] as const) {
      await expect(take(kind, path)).rejects.toMatchObject({
        code: "bad-file",
        message: `${path} is no whole gzip file: ${why}.`,
      });
    }
    expect((await app.records()).length).toBe(before);
  });

  test("what cannot be stored keeps its code; what is wrong with the call is not the file's", async () => {
    const path = write("fine.csv", staff(1));
    await expect(take("staff", path, { zone: "Nowhere" })).rejects.toMatchObject({
      code: "unknown-zone",
      message: expect.not.stringContaining(path),
    });
    app.outage = true;
    await expect(take("staff", path)).rejects.toMatchObject({
      code: "log-unavailable",
      message: expect.stringContaining(path),
    });
  });
});

describe("how far a file is", () => {
  test.each([
    ["fhir", "Patient.ndjson", patients(1_000)],
    ["fhir", "Condition.ndjson", patients(1_000).replaceAll("Patient", "Condition")],
    ["staff", "staff.csv", staff(500)],
    ["fhir", "many.ndjson", patients(21_000).replaceAll("Patient", "Condition").trimEnd()],
  ] as const)(
    "is the bytes dealt with against its size, packed or not: %s %s",
    async (kind, name, text) => {
      for (const path of [write(name, text), write(`${name}.gz`, gzipSync(text))]) {
        const heard: ImportProgress[] = [];
        const { read } = await take(kind, path, {}, (progress) => heard.push(progress));
        const size = Buffer.byteLength(text);
        expect(heard[0]).toEqual({ bytes: 0, size, read: 0 });
        expect(heard.at(-1)).toEqual({ bytes: size, size, read });
        const bytes = heard.map((progress) => progress.bytes);
        expect(new Set(bytes).size).toBeGreaterThan(400);
        expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
      }
    },
  );

  test("is not the end before what was read is taken in", async () => {
    const path = write("later.csv", staff(600));
    const heard: ImportProgress[] = [];
    await take("staff", path, {}, (progress) => heard.push(progress));
    const half = heard.find(({ read }) => read === 300);
    expect(half?.bytes).toBeCloseTo((half?.size ?? 0) / 2, -2);
  });

  test("is the place in the file for messages", async () => {
    const message = "MSH|^~\\&|A|NORTH|W|N|20260310101500||ORU^R01|1|P|2.5.1\n";
    const heard: ImportProgress[] = [];
    await take("hl7", write("two.hl7", message.repeat(2)), {}, (progress) => heard.push(progress));
    const size = 2 * message.length;
    expect(heard).toEqual([
      { bytes: message.length, size, read: 1 },
      { bytes: size, size, read: 2 },
    ]);
  });
});

test("a calendar may be packed", async () => {
  const path = write("roster.ics.gz", gzipSync("BEGIN:VCALENDAR\nEND:VCALENDAR\n"));
  expect(await take("roster", path)).toMatchObject({ read: 0, refused: 0 });
});

describe("a file of messages", () => {
  const admission = [
    "MSH|^~\\&|BEDS|NORTH|WARDKEY|NORTH|20260310101500||ADT^A01|1|P|2.5.1",
    "EVN|A01|20260310101500||||20260310101500",
    "PID|1||900001^^^HOSPITAL^MR||Example^Patient||19700101|F",
    "PV1|1|I|4B^^1||||||||||||||||V900001",
    "",
  ].join("\r");

  test.each([
    ["a byte order mark", `\ufeff${admission}`],
    ["headers and trailers of a batch", `FHS|^~\\&\rBHS|^~\\&\r${admission}BTS|1\rFTS|1\r`],
    ["the marks of a frame", `\x0b${admission}\x1c\r`],
    ["blank lines", `\r\n\r\n${admission.replaceAll("\r", "\r\n")}\r\n`],
  ])("may have %s around them", async (_what, text) => {
    const path = write("around.hl7", text);
    expect(await take("hl7", path)).toMatchObject({ read: 1, applied: 1, refused: 0 });
    expect(await take("hl7", path)).toMatchObject({ read: 1, unchanged: 1, refused: 0 });
  });

  test("whose beginning is lost is taken in from the first whole message on, and what was lost is named", async () => {
    const path = write("cut.hl7", `\n900002^^^HOSPITAL^MR||Other\nPV1|1|I\n${admission}`);
    expect(await take("hl7", path)).toMatchObject({
      read: 2,
      applied: 1,
      refusals: [{ line: 2, reason: "what stands before the first MSH belongs to no message" }],
    });
  });
});
