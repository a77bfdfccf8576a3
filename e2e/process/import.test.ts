import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportReport } from "../../src/feeds/index.ts";
import { runWardkey, type ServerProcess, startServer } from "../support/server.ts";

let data = "";
let server: ServerProcess;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "wardkey-import-"));
  server = await startServer({ data });
});
afterAll(async () => {
  await server.kill();
  rmSync(data, { recursive: true });
});

/** Runs `wardkey import --json` and answers with its exit code and the one file's report. */
async function importFile(kind: string, name: string, text: string | Uint8Array) {
  const path = join(data, name);
  writeFileSync(path, text);
  const { code, output } = await runWardkey(["import", kind, "--json", path], {
    WARDKEY_DATA: data,
  });
  const [line = ""] = output.split("\n").filter((candidate) => candidate.startsWith("{"));
  const reports = line === "" ? {} : (JSON.parse(line) as Record<string, ImportReport>);
  return { code, output, report: reports[path] };
}

/** Hardly a ward has this code. */
const stranger = (control: string) =>
  [
    `MSH|^~\\&|BEDS|NORTH|WARDKEY|NORTH|20260310101500||ADT^A01|${control}|P|2.5.1`,
    "EVN|A01|20260310101500||||20260310101500",
    "PID|1||900001^^^HOSPITAL^MR||Example^Patient||19700101|F",
    "PV1|1|I|NOWHERE^^1||||||||||||||||V900001",
    "",
  ].join("\n");

describe("wardkey import", () => {
  test("goes through the running server, and again changes nothing; where none runs it opens the store", async () => {
    const file = stranger("1") + stranger("2").replace("ADT^A01", "ORU^R01");
    const first = await importFile("hl7", "messages.hl7", file);
    expect(first).toMatchObject({ code: 1, report: { read: 2, parked: 1, refused: 1 } });
    expect(first.report?.refusals).toMatchObject([{ line: 1 }, { line: 5 }]);
    const again = await importFile("hl7", "messages.hl7", file);
    expect(again.report).toMatchObject({ read: 2, refused: 1, applied: 0 });
    expect(await server.stop()).toBe(0);
    const alone = await importFile("hl7", "messages.hl7", file);
    expect(alone.report).toEqual(again.report);
    expect(await runWardkey(["verify"], { WARDKEY_DATA: data })).toMatchObject({ code: 0 });
    server = await startServer({ data });
  });

  test("a file that cannot be read, and one that is something else, say so", async () => {
    const missing = await runWardkey(["import", "staff", join(data, "none.csv")], {
      WARDKEY_DATA: data,
    });
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.output).toContain("none.csv");
    const other = await importFile("staff", "other.csv", "colour,size\nblue,3\n");
    expect(other.code).toBe(1);
    expect(other.output).toMatch(/colour|column/);
    expect(missing.output).toContain("There is no file");
    const nul = await importFile(
      "staff",
      "nul.csv",
      "staff_number,family,from\nC9\u00001,Example,2026-01-01\nC92,Other,2026-01-01\n",
    );
    expect(nul.report).toMatchObject({ applied: 1, refused: 1 });
    expect(nul.report?.refusals).toMatchObject([{ line: 2, column: "staff_number" }]);
    const message = await importFile(
      "hl7",
      "nul.hl7",
      stranger("9").replace("900001", "90\u00001"),
    );
    expect(message.report).toMatchObject({ parked: 1 });
    for (const [args, says] of [
      [["teapots", "x"], "Say what to import."],
      [["staff", "--site", "north", "x"], "--site goes with fhir only."],
      [["staff", "--full", "x"], "--full goes with roster only."],
      [["fhir", "--site", "nope", join(data, "other.csv")], 'The site "nope" is not known.'],
      [["staff", "--zone", "Nowhere", join(data, "nul.csv")], 'zone "Nowhere" is not known.'],
    ] as const) {
      const call = await runWardkey(["import", ...args], { WARDKEY_DATA: data });
      expect([call.code, call.output]).toEqual([2, expect.stringContaining(says)]);
    }
  });

  test("what is not UTF-8 is refused with its line, and makes no two patients one", async () => {
    const patient = (id: string, number: string) =>
      `{"resourceType":"Patient","id":"${id}","identifier":[{"type":{"coding":[{"code":"MR"}]},"value":"${number}"}]}`;
    const lines = [patient("x1", "5\xe9"), patient("x2", "5\xe8"), patient("x3", "5\xc3\xa9")];
    const { report } = await importFile(
      "fhir",
      "Patient.ndjson",
      Buffer.from(lines.join("\n"), "latin1"),
    );
    expect(report).toMatchObject({ read: 3, applied: 1, refused: 2 });
    expect(report?.refusals).toEqual([
      { line: 1, reason: "it is not UTF-8 from character 96 on" },
      { line: 2, reason: "it is not UTF-8 from character 96 on" },
    ]);
  });

  test("an error that stops a file names it, and what came before is still reported", async () => {
    const [first, second] = [join(data, "first.csv"), join(data, "second.csv.gz")];
    writeFileSync(first, "staff_number,family,from\nC71,Example,2026-01-01\n");
    writeFileSync(second, gzipSync("staff_number,family,from\n").subarray(0, -6));
    const { code, output } = await runWardkey(["import", "staff", "--json", first, second], {
      WARDKEY_DATA: data,
    });
    expect(code).toBe(1);
    expect(output).toContain(`${second} is no whole gzip file: it ends too early.`);
    expect(output).not.toContain("    at ");
    const [line = ""] = output.split("\n").filter((candidate) => candidate.startsWith("{"));
    expect(JSON.parse(line)).toMatchObject({ [first]: { read: 1, applied: 1 } });
  });

  test("the server says how far it is while it takes a file in", async () => {
    const path = join(data, "Patient-many.ndjson");
    const patients = Array.from({ length: 40_000 }, (_, id) => ({
      resourceType: "Patient",
      id: `many${id}`,
    }));
    writeFileSync(path, patients.map((patient) => JSON.stringify(patient)).join("\n"));
    const { token } = JSON.parse(readFileSync(join(data, "server.json"), "utf8"));
    const answer = await fetch(`${server.url}/operator/import`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ kind: "fhir", path }),
    });
    const news = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(news.at(-1)).toMatchObject({ report: { read: 40_000, applied: 40_000 } });
    const shares = news.slice(0, -1).map(({ progress: { bytes, size } }) => bytes / size);
    expect(shares.length).toBeGreaterThan(0);
    expect(shares[0]).toBeLessThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  test("nobody but the data directory's owner may ask the server", async () => {
    const answer = await fetch(`${server.url}/operator/import`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer guess" },
      body: JSON.stringify({ kind: "staff", path: "/etc/hostname" }),
    });
    expect(answer.status).toBe(403);
  });
});
