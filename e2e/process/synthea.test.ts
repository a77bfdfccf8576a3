import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportReport } from "../../src/feeds/index.ts";
import { describeWith, testData } from "../../tests/house/needs.ts";
import { syntheaCounts, syntheaIgnored } from "../../tests/support/synthea.ts";
import { runWardkey, startServer } from "../support/server.ts";

/** The kinds of all records of a data directory. */
function kinds(data: string): readonly string[] {
  const database = new Database(join(data, "wardkey.db"), { readonly: true });
  const rows = database.prepare("select bytes from records order by position").all();
  database.close();
  return (rows as { readonly bytes: Buffer }[]).map(
    ({ bytes }) => JSON.parse(bytes.toString()).kind as string,
  );
}

describeWith(testData("synthea"), "wardkey import fhir, 100 synthetic patients", (folder) => {
  let data = "";
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), "wardkey-synthea-"));
  });
  afterAll(() => rmSync(data, { recursive: true }));

  // In no useful order: the command finds the one in which they refer to each other.
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".ndjson.gz"))
    .toSorted()
    .map((name) => join(folder, name));
  const typeOf = (file: string) => basename(file, ".ndjson.gz");
  const take = async () => {
    const { code, output } = await runWardkey(
      ["import", "fhir", "--json", "--zone", "America/New_York", ...files],
      { WARDKEY_DATA: data },
    );
    const [line = "{}"] = output.split("\n").filter((one) => one.startsWith("{"));
    const reports = Object.entries(JSON.parse(line) as Record<string, ImportReport>);
    return {
      code,
      output,
      reports: Object.fromEntries(reports.map(([file, report]) => [typeOf(file), report])),
    };
  };

  test("all files are taken in, and again without a change, by the command and by a running server", async () => {
    const first = await take();
    expect(first).toMatchObject({ code: 0, reports: syntheaCounts });
    expect(Object.keys(first.reports).toSorted()).toEqual(files.map(typeOf));
    for (const [type, { refused, parked, unchanged, read, ignored }] of Object.entries(
      first.reports,
    )) {
      const passedOver = syntheaCounts[type]?.unchanged ?? 0;
      expect([type, refused, parked, unchanged]).toEqual([type, 0, 0, passedOver]);
      const isTaken = Object.hasOwn(syntheaCounts, type);
      expect([type, read > 0, Object.keys(ignored)]).toEqual([
        type,
        isTaken,
        isTaken ? [] : [type],
      ]);
    }
    for (const [type, count] of Object.entries(syntheaIgnored)) {
      expect(first.reports[type]).toMatchObject({ ignored: { [type]: count } });
    }
    const before = kinds(data);
    const counted = Object.groupBy(before, (kind) => kind);
    expect([
      counted["patient.registered"]?.length,
      counted["person.registered"]?.length,
      counted["care-team.recorded"]?.length,
    ]).toEqual([100, 203, 113]);

    const again = await take();
    const unchanged = Object.entries(syntheaCounts).map(
      ([type, { read, applied, historic, unchanged: passedOver = 0 }]) => [
        type,
        { read, applied: 0, unchanged: applied + passedOver, historic, parked: 0, refused: 0 },
      ],
    );
    expect(again).toMatchObject({ code: 0, reports: Object.fromEntries(unchanged) });
    // That the feed spoke again is a record, ten seconds after the last (C4); nothing else is.
    const added = kinds(data).slice(before.length);
    expect(added.filter((kind) => kind !== "feed.heard")).toEqual([]);

    const input = "Ada Example\n7000000001\n7391\n";
    const server = await startServer({ data, args: ["serve"], input });
    try {
      expect((await take()).reports).toEqual(again.reports);
    } finally {
      await server.kill();
    }
    expect(await runWardkey(["verify"], { WARDKEY_DATA: data })).toMatchObject({ code: 0 });
  });
});
