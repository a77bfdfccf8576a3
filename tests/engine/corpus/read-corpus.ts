/**
 * Cedar's corpus of integration tests (cedar-policy/cedar-integration-tests): each test is a policy set, a schema,
 * entities and requests with the answers that Cedar gives. A test's JSON names its files, which tests may share.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { schemaToText } from "@cedar-policy/cedar-wasm/nodejs";
import type { CedarRecord, Entity, EntityUid } from "../../../src/engine/index.ts";
import { readTar } from "../../support/read-tar.ts";

/** A request and its answer. */
export interface CorpusRequest {
  readonly description: string;
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: CedarRecord;
  /** Whether the request must fit the schema; it must unless this is false. */
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

/** A test that cannot be run. */
export interface IncompleteTest {
  readonly name: string;
  /** "there is no small.cedar" */
  readonly why: string;
}

/** The tests in a folder or an archive, read one at a time. */
export interface Corpus {
  /** How many tests there are, the incomplete ones among them. */
  readonly size: number;
  readonly incomplete: readonly IncompleteTest[];
  /** Those whose files are there, and what cannot be run because of what is in them. */
  readonly tests: () => Iterable<CorpusTest | IncompleteTest>;
}

/** Opens a `.tar.gz`, a `.tar` or a folder. @throws Error if there is none, or no test in it */
export function openCorpus(path: string): Corpus {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const files = statSync(path).isDirectory() ? filesOf(path) : archived(path);
  const found = [...files.keys()].flatMap((file) => testIn(file, files) ?? []);
  const used = new Set(found.flatMap((one) => ("why" in one ? [] : Object.values(one.files))));
  const incomplete = [...found.filter((one) => "why" in one), ...withoutJson(files, used)];
  const complete = found.filter((one): one is FoundTest => !("why" in one));
  if (found.length + incomplete.length === 0) throw new Error(`${path} has no tests`);
  return {
    size: complete.length + incomplete.length,
    incomplete,
    *tests() {
      for (const one of complete) yield readTest(one, (file) => files.get(file)?.() ?? "");
    },
  };
}

/** What a test's JSON names, and what the file is called where it has the test's own name. */
const parts = { policies: "cedar", schema: "cedarschema", entities: "entities.json" } as const;
type Part = keyof typeof parts;
const partNames = Object.keys(parts) as readonly Part[];

/** A test, and where its files are. */
interface FoundTest {
  readonly name: string;
  readonly files: Readonly<Record<Part, string>>;
}

type Files = ReadonlyMap<string, () => string>;

/** The test that a file describes; undefined for a file of another kind. */
function testIn(file: string, files: Files): FoundTest | IncompleteTest | undefined {
  if (!file.endsWith(".json") || file.endsWith(".entities.json")) return undefined;
  const name = file.slice(0, -".json".length);
  const json = objectIn(files.get(file)?.() ?? "");
  const named = partNames.some((part) => typeof json?.[part] === "string");
  // Entities, schemas and policies come as JSON too.
  if (!named && json?.["requests"] === undefined && !files.has(`${name}.cedar`)) return undefined;
  if (!Array.isArray(json?.["requests"])) return { name, why: `${file} has no list of requests` };
  if (json["policyFormat"] === "json") return { name, why: "its policies are in JSON" };
  const places = partNames.map((part) => [part, placeOf(name, part, json[part], files)] as const);
  const missing = places.flatMap(([part, place]) =>
    place === undefined ? [String(json[part] ?? `${name}.${parts[part]}`)] : [],
  );
  if (missing.length > 0) return { name, why: `there is no ${missing.join(", no ")}` };
  return { name, files: Object.fromEntries(places) as FoundTest["files"] };
}

/**
 * Where a file of a test is: its path is relative to the corpus, which may be a folder of what was opened, or to the
 * test. Where there is nothing, the file has the test's own name.
 */
function placeOf(name: string, part: Part, path: unknown, files: Files): string | undefined {
  const candidates = [`${name}.${parts[part]}`];
  if (typeof path === "string") {
    for (let folder = posix.dirname(name); ; folder = posix.dirname(folder)) {
      candidates.unshift(posix.join(folder, path));
      if (folder === posix.dirname(folder)) break;
    }
  }
  return candidates.find((file) => files.has(file));
}

/** Files of one name that belong together and to no test: its JSON is missing. */
function withoutJson(files: Files, used: ReadonlySet<string>): readonly IncompleteTest[] {
  const stems = Object.values(parts).flatMap((suffix) =>
    [...files.keys()].flatMap((file) =>
      file.endsWith(`.${suffix}`) && !used.has(file) ? [file.slice(0, -suffix.length - 1)] : [],
    ),
  );
  return [...new Set(stems.filter((stem, at) => stems.indexOf(stem) !== at))].flatMap((name) =>
    files.has(`${name}.json`) ? [] : [{ name, why: `there is no ${name}.json` }],
  );
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function archived(path: string): Files {
  const files = readTar(readFileSync(path));
  return new Map(
    [...files].map(([name, bytes]) => [posix.normalize(name), () => bytes.toString("utf8")]),
  );
}

function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(names.map((name) => [name, () => readFileSync(join(folder, name), "utf8")]));
}

function readTest(
  { name, files }: FoundTest,
  read: (file: string) => string,
): CorpusTest | IncompleteTest {
  const test = parseExactly(read(`${name}.json`)) as CorpusTest;
  try {
    return {
      name,
      policies: read(files.policies),
      schema: schemaIn(read(files.schema), files.schema),
      entities: parseExactly(read(files.entities)) as readonly Entity[],
      shouldValidate: test.shouldValidate,
      requests: test.requests,
    };
  } catch (error) {
    return { name, why: (error as Error).message };
  }
}

/** A schema in Cedar's syntax, in which the engine takes it. @throws Error for JSON that is no schema */
function schemaIn(text: string, file: string): string {
  if (!file.endsWith(".json")) return text;
  const answer = schemaToText(JSON.parse(text));
  if (answer.type === "success") return answer.text;
  throw new Error(`${file}: ${answer.errors.map(({ message }) => message).join("; ")}`);
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
