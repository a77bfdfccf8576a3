/**
 * Cedar's corpus of integration tests (cedar-policy/cedar-integration-tests): each test is a policy set, a schema,
 * entities and requests with the answers that Cedar gives.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CedarRecord, Entity, EntityUid } from "../../../src/engine/index.ts";
import { readTar } from "../../support/read-tar.ts";

/** A request and its answer. */
export interface CorpusRequest {
  readonly description: string;
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: CedarRecord;
  /** Whether the request must fit the schema. */
  readonly validateRequest?: boolean;
  readonly decision: "allow" | "deny";
  /** Policy ids: `policy0`, `policy1`, in the order of the text. */
  readonly reason: readonly string[];
  /** The policies that could not be evaluated. */
  readonly errors: readonly string[];
}

/** A test of the corpus. */
export interface CorpusTest {
  readonly name: string;
  readonly policies: string;
  readonly schema: string;
  readonly entities: readonly Entity[];
  /** Whether strict validation takes the policies. */
  readonly shouldValidate: boolean;
  readonly requests: readonly CorpusRequest[];
}

/** A test of which files are missing, so that it cannot be run. */
export interface IncompleteTest {
  readonly name: string;
  readonly missing: readonly string[];
}

/** The tests in a folder or an archive, read one at a time. */
export interface Corpus {
  /** How many tests there are, the incomplete ones among them. */
  readonly size: number;
  readonly incomplete: readonly IncompleteTest[];
  /** The complete ones. */
  readonly tests: () => Iterable<CorpusTest>;
}

/** Opens a `.tar.gz`, a `.tar` or a folder. @throws Error if there is none, or no test in it */
export function openCorpus(path: string): Corpus {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const files = statSync(path).isDirectory() ? filesOf(path) : archived(path);
  const names = new Set(
    [...files.keys()].flatMap(
      (name) => /^(.*?)(?:\.entities)?\.(?:json|cedar|cedarschema)$/.exec(name)?.[1] ?? [],
    ),
  );
  if (names.size === 0) throw new Error(`${path} has no tests`);
  const missingOf = (name: string): string[] =>
    suffixes.map((suffix) => `${name}.${suffix}`).filter((file) => !files.has(file));
  const incomplete = [...names]
    .map((name) => ({ name, missing: missingOf(name) }))
    .filter(({ missing }) => missing.length > 0);
  const complete = names.difference(new Set(incomplete.map(({ name }) => name)));
  return {
    size: names.size,
    incomplete,
    *tests() {
      for (const name of complete) yield readTest(name, (file) => files.get(file)?.() ?? "");
    },
  };
}

/** The files that a test consists of, after its name. */
const suffixes = ["json", "entities.json", "cedar", "cedarschema"];

type Files = ReadonlyMap<string, () => string>;

function archived(path: string): Files {
  const files = readTar(readFileSync(path));
  return new Map([...files].map(([name, bytes]) => [name, () => bytes.toString("utf8")]));
}

function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(names.map((name) => [name, () => readFileSync(join(folder, name), "utf8")]));
}

function readTest(name: string, read: (file: string) => string): CorpusTest {
  const text = (suffix: string): string => read(`${name}.${suffix}`);
  const test = parseExactly(text("json")) as Pick<CorpusTest, "shouldValidate" | "requests">;
  return {
    name,
    policies: text("cedar"),
    schema: text("cedarschema"),
    entities: parseExactly(text("entities.json")) as readonly Entity[],
    shouldValidate: test.shouldValidate,
    requests: test.requests,
  };
}

/** `JSON.parse` as it is since source text access (ECMA-262, 2025), which TypeScript does not describe yet. */
type Parse = (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/** JSON whose integers keep all their digits: those beyond 2^53 come as bigints. */
export function parseExactly(text: string): unknown {
  return (JSON.parse as Parse)(text, (_, value, { source = "" }) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?[0-9]+$/.test(source)
      ? BigInt(source)
      : value,
  );
}
