import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
      if ("why" in one) throw new Error(`${one.name}: ${one.why}`);
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
  withFiles(Object.fromEntries(suffixes.map((suffix) => [`small.${suffix}`, files[suffix]])), use);
}

/** Calls with a folder of these files. */
function withFiles(texts: Readonly<Record<string, string>>, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runOn(folder: string): { readonly stdout: string; readonly status: number | null } {
  const runner = new URL("run-corpus.ts", import.meta.url).pathname;
  return spawnSync(process.execPath, [runner, folder], { encoding: "utf8" });
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
        expect(corpus.incomplete).toEqual([{ name: "small", why: `there is no small.${suffix}` }]);
        expect([...corpus.tests()].map(({ name }) => name)).toEqual(["whole"]);
        const ran = runOn(folder);
        expect(ran.stdout).toContain(`small cannot be run: there is no small.${suffix}`);
        expect(ran.stdout).toContain("1 of 2 tests, 1 requests in 4 ways each, 0 differences");
        expect(ran.status).toBe(1);
      });
    },
  );

  const shared = {
    policies: "tests/multi/policies_1.cedar",
    entities: "data/people.json",
    schema: "data/schema.cedarschema",
  };
  const tree = {
    "tests/multi/policies_1.cedar": small.policies,
    "data/people.json": files["entities.json"],
    "data/schema.cedarschema": small.schema,
    "data/schema.json": JSON.stringify({ "": { entityTypes: {}, actions: {} } }),
  };
  const describing = (paths: object): string =>
    JSON.stringify({ ...JSON.parse(files.json), ...paths });

  test("follows the paths that a test's JSON names: in the corpus, in a folder of it, beside the test", () => {
    const beside = { policies: "policies_1.cedar", entities: "../../data/people.json" };
    const texts = {
      ...tree,
      "tests/multi/1.json": describing(shared),
      "tests/multi/2.json": describing({ ...shared, ...beside }),
    };
    const below = Object.entries(texts).map(([path, text]) => [`corpus-main/${path}`, text]);
    for (const [under, all] of [
      ["", texts],
      ["corpus-main/", Object.fromEntries(below)],
    ] as const) {
      withFiles(all, (folder) => {
        const corpus = openCorpus(folder);
        expect([corpus.size, corpus.incomplete]).toEqual([2, []]);
        const read = [...corpus.tests()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
        expect(read).toEqual(
          ["1", "2"].map((name) => ({ name: `${under}tests/multi/${name}`, ...small })),
        );
        const { stdout, status } = runOn(folder);
        expect(stdout).toContain("2 of 2 tests, 2 requests in 4 ways each, 0 differences");
        expect(status).toBe(0);
      });
    }
  });

  test("takes a schema in JSON", () => {
    const type = { type: "Record", attributes: {} };
    const entityTypes = {
      User: { shape: { type: "Record", attributes: { n: { type: "Long" } } } },
    };
    const appliesTo = { principalTypes: ["User"], resourceTypes: ["User"], context: type };
    const texts = {
      ...tree,
      "data/schema.json": JSON.stringify({ "": { entityTypes, actions: { a: { appliesTo } } } }),
      "tests/1.json": describing({ ...shared, schema: "data/schema.json", schemaFormat: "json" }),
    };
    withFiles(texts, (folder) => {
      expect(runOn(folder).stdout).toContain("1 of 1 tests, 1 requests in 4 ways each, 0 diff");
    });
  });

  test("names what it cannot run, and runs the others", () => {
    const texts = {
      ...tree,
      "tests/good.json": describing(shared),
      "tests/lost.json": describing({ ...shared, policies: "tests/nowhere.cedar" }),
      "tests/in-json.json": describing({ ...shared, policyFormat: "json" }),
      "tests/old.json": JSON.stringify({ ...shared, queries: [] }),
      "tests/cut.json": "{",
      "tests/cut.cedar": small.policies,
      "tests/no-schema.json": describing({ ...shared, schema: "data/no-schema.json" }),
      "data/no-schema.json": "[1]",
      "tests/no-entities.json": describing({ ...shared, entities: "data/no-entities.json" }),
      "data/no-entities.json": "[null]",
    };
    withFiles(texts, (folder) => {
      const { stdout, status } = runOn(folder);
      for (const said of [
        "tests/lost cannot be run: there is no tests/nowhere.cedar",
        "tests/in-json cannot be run: its policies are in JSON",
        "tests/old cannot be run: tests/old.json has no list of requests",
        "tests/cut cannot be run: tests/cut.json has no list of requests",
        "tests/no-schema cannot be run: data/no-schema.json: ",
        "tests/no-entities cannot be run: ",
        "1 of 7 tests, 1 requests in 4 ways each, 0 differences, 6 tests that cannot be run",
      ]) {
        expect(stdout).toContain(said);
      }
      expect(status).toBe(1);
    });
  });

  test("runs templates among several policies, which Cedar numbers together", async () => {
    const other = 'forbid(principal, action, resource) when { "; // ?principal" == "" }; // none;';
    const template = "permit(principal == ?principal, action, resource);";
    const policies = [template, other, ...Array(9).fill(other), small.policies].join("\n");
    const requests = [{ ...small.requests[0], reason: ["policy11"] }] as CorpusTest["requests"];
    const one = { ...small, name: "templates", policies };
    expect(await checkTest({ ...one, requests })).toEqual([]);
    expect((await checkTest(one)).map(({ way }) => way)).toEqual([
      "typed",
      "prepared",
      "drop-in",
      "drop-in, stateful",
    ]);
  });

  test("expects what need not fit the schema, and does not, to be refused where there is one", async () => {
    const [request] = small.requests;
    const stranger = { principal: { type: "Stranger", id: "s" }, decision: "deny", reason: [] };
    const asked = async (change: object) => {
      const requests = [{ ...request, ...change }] as CorpusTest["requests"];
      const found = await checkTest({ ...small, name: "stranger", requests });
      return found.map(({ way }) => way);
    };
    const errors = ["policy0"];
    expect(await asked({ ...stranger, errors, validateRequest: false })).toEqual([]);
    expect(await asked({ ...stranger, errors })).toEqual(["typed", "prepared"]);
    const unknown = { action: { type: "Action", id: "b" }, validateRequest: false };
    expect(await asked(unknown)).toEqual([]);
    // What fits is compared as any other.
    expect(await asked({ validateRequest: false })).toEqual([]);
    expect(await asked({ validateRequest: false, decision: "deny" })).toHaveLength(4);
  });

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
