import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/feeds/index.ts";
import { describeWith, testData } from "../house/needs.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/standards/smart-app-launch.md"), "utf8");

interface Row {
  readonly id: string;
  readonly what: string;
  readonly status: string;
  /** The tests that are named, or the reason. */
  readonly why: string;
}

const rows: readonly Row[] = page
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [id = "", what = "", status = "", ...why] = line.slice(2, -2).split(" | ");
    return { id, what, status, why: why.join(" | ") };
  });

const named = (why: string) =>
  why.split("<br>").map((one) => /^`([^`]+\.test\.ts)` "([^"]+)"$/.exec(one)?.slice(1));

/** The text of a test file; where no folder is named, it is the provider's. */
function testFile(path: string): string | undefined {
  const file = join(root, path.includes("/") ? path : `src/http/oidc/${path}`);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

describe("docs/standards/smart-app-launch.md", () => {
  test("says of each requirement what it is, and by which tests it is held or why it is not", () => {
    for (const row of rows) {
      expect([row.id, row.what, row.why]).not.toContain("");
      expect([row.id, ["held", "not ours", "not met"]]).toEqual([
        row.id,
        expect.arrayContaining([row.status]),
      ]);
      const tests = named(row.why);
      expect([row.id, tests.every((one) => one !== undefined)]).toEqual([
        row.id,
        row.status === "held",
      ]);
    }
  });

  test("names tests that there are, by file and title", () => {
    const held = rows.filter(({ status }) => status === "held");
    for (const [path = "", title] of held
      .flatMap(({ why }) => named(why))
      .map((one) => one ?? [])) {
      expect([path, title, testFile(path)?.includes(`"${title}"`)]).toEqual([path, title, true]);
    }
  });

  test("counts them as they are", () => {
    const count = (status: string) => rows.filter((row) => row.status === status).length;
    const said = /(\d+) are held, (\d+) are not ours, (\d+) are not met/.exec(page)?.slice(1);
    expect(said?.map(Number)).toEqual([count("held"), count("not ours"), count("not met")]);
  });
});

describeWith(testData("smart/requirements.csv"), "the requirements of SMART App Launch", (file) => {
  async function onServers(set: string): Promise<readonly string[]> {
    const ids: string[] = [];
    const columns = {
      required: ["req_set", "id", "requirement", "actors"],
      optional: [
        "url",
        "conformance",
        "sub_requirement(s)",
        "conditionality",
        "not_tested_reason",
        "not_tested_details",
      ],
    };
    const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    for await (const row of readCsv(text.split("\n"), columns)) {
      if (row.type === "bad") throw new Error(`not a row: ${row.reason}`);
      const { actors = "", id = "", req_set: of } = row.cells;
      if (of === set && actors.includes("Server")) ids.push(id);
    }
    return ids;
  }

  test("those on a server are each answered once, in their order", async () => {
    const ids = await onServers("hl7.fhir.uv.smart-app-launch_2.2.0");
    expect(ids.length).toBeGreaterThan(200);
    const inOrder = ids.toSorted((a, b) => Number(a) - Number(b));
    expect(rows.map(({ id }) => id)).toEqual(inOrder);
    expect(page).toContain(`The ${ids.length} requirements`);
  });

  test("the set for 2.0.0 has the same numbers on a server", async () => {
    const older = await onServers("hl7.fhir.uv.smart-app-launch_2.0.0");
    expect(older.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });
});
