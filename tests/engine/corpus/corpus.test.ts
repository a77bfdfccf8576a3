import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeWith, testData } from "../../house/needs.ts";
import { type CorpusDifference, checkTest } from "./check-test.ts";
import { type CorpusTest, openCorpus, parseExactly } from "./read-corpus.ts";

describeWith(testData("cedar-corpus/corpus-tests.tar.gz"), "Cedar's corpus", (archive) => {
  test("gives the same decisions, reasons and errors, with a schema and without", async () => {
    const corpus = openCorpus(archive);
    const differences: CorpusDifference[] = [];
    let requests = 0;
    for (const one of corpus.tests()) {
      requests += one.requests.length;
      differences.push(...(await checkTest(one)));
    }
    expect(differences).toEqual([]);
    expect(corpus.incomplete).toEqual([]);
    expect([corpus.size, requests]).toEqual([3957, 31_656]);
  }, 600_000);
});

const small: Omit<CorpusTest, "name"> = {
  policies: "permit(principal, action, resource) when { principal.n > 9007199254740993 };",
  schema:
    'entity User = { n: Long }; action "a" appliesTo { principal: [User], resource: [User], context: {} };',
  entities: [{ uid: { type: "User", id: "u" }, attrs: { n: 9007199254740994n }, parents: [] }],
  shouldValidate: true,
  requests: [
    {
      description: "Request 0",
      principal: { type: "User", id: "u" },
      action: { type: "Action", id: "a" },
      resource: { type: "User", id: "u" },
      context: {},
      decision: "allow",
      reason: ["policy0"],
      errors: [],
    },
  ],
};

const files = {
  json: JSON.stringify({ shouldValidate: true, requests: small.requests }),
  "entities.json": `[{"uid":{"type":"User","id":"u"},"attrs":{"n":9007199254740994},"parents":[]}]`,
  cedar: small.policies,
  cedarschema: small.schema,
};
type Suffix = keyof typeof files;

/** Calls with a folder in which the test has these files. */
function inFolder(suffixes: readonly Suffix[], use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    for (const suffix of suffixes) writeFileSync(join(folder, `small.${suffix}`), files[suffix]);
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the runner of the corpus", () => {
  test("finds nothing where nothing differs", async () => {
    expect(await checkTest({ name: "small", ...small })).toEqual([]);
  });

  test("finds a wrong decision, a wrong reason and a wrong error in every way", async () => {
    const [request] = small.requests;
    for (const wrong of [{ decision: "deny" }, { reason: ["policy1"] }, { errors: ["policy0"] }]) {
      const requests = [{ ...request, ...wrong }] as CorpusTest["requests"];
      const found = await checkTest({ name: "small", ...small, requests });
      const ways = found.map(({ way }) => way);
      expect(ways).toEqual(["typed", "prepared", "drop-in", "drop-in, stateful"]);
    }
  });

  test("finds policies that should validate and do not", async () => {
    const policies = "permit(principal, action, resource) when { principal.n };";
    const [found] = await checkTest({ name: "small", ...small, policies });
    expect(found?.expected).toBe("policies that are taken");
    expect(
      await checkTest({ name: "small", ...small, policies, shouldValidate: false }),
    ).not.toEqual([]);
  });

  test("reads a folder as it reads an archive, with all digits of a number", async () => {
    inFolder(["cedar", "cedarschema", "entities.json", "json"], (folder) => {
      const corpus = openCorpus(folder);
      expect([corpus.size, corpus.incomplete]).toEqual([1, []]);
      const [read] = corpus.tests();
      expect(read).toEqual({ name: "small", ...small });
    });
    expect(() => openCorpus("/no/such/folder")).toThrow(/there is no/);
  });

  test.each(["cedar", "cedarschema", "entities.json", "json"] as const)(
    "names a test whose .%s is missing, and fails for it",
    (suffix) => {
      const others = (Object.keys(files) as Suffix[]).filter((other) => other !== suffix);
      inFolder(others, (folder) => {
        writeFileSync(join(folder, "whole.json"), files.json);
        for (const other of ["cedar", "cedarschema", "entities.json"] as const) {
          writeFileSync(join(folder, `whole.${other}`), files[other]);
        }
        const corpus = openCorpus(folder);
        expect(corpus.size).toBe(2);
        expect(corpus.incomplete).toEqual([{ name: "small", missing: [`small.${suffix}`] }]);
        expect([...corpus.tests()].map(({ name }) => name)).toEqual(["whole"]);
        const runner = new URL("run-corpus.ts", import.meta.url).pathname;
        const ran = spawnSync(process.execPath, [runner, folder], { encoding: "utf8" });
        expect(ran.stdout).toContain(`small cannot be run: there is no small.${suffix}`);
        expect(ran.stdout).toContain("1 of 2 tests, 1 requests in 4 ways each, 0 differences");
        expect(ran.status).toBe(1);
      });
    },
  );

  test("keeps integers of 64 bits, and leaves other numbers alone", () => {
    const text =
      '{"a":9223372036854775807,"b":-9007199254740993,"c":1,"d":1.5,"e":"9223372036854775807"}';
    expect(parseExactly(text)).toEqual({
      a: 9223372036854775807n,
      b: -9007199254740993n,
      c: 1,
      d: 1.5,
      e: "9223372036854775807",
    });
  });
});
