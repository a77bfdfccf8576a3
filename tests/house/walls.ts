/**
 * The walls of the house as a table, and the Biome overrides that hold them up.
 *
 * After changing the table run `npm run walls`: it writes walls.biome.json, which biome.json extends.
 * walls.test.ts fails when the two differ, and plants a violation of each rule.
 */
import { writeFileSync } from "node:fs";

/**
 * From the ground up: a folder imports only from the rows above its own, and folders in one row
 * never import each other. `app` is src/app.ts with its folder src/sequencer.
 */
const rows: readonly (readonly string[])[] = [
  ["engine"],
  ["ports"],
  ["memory"],
  ["world"],
  ["access"],
  ["reviews"],
  ["sessions", "exceptions", "lifecycle", "workloads"],
  ["audit"],
  ["feeds"],
  ["app"],
  ["offline"],
  ["hospital"],
  ["rehearsal"],
  ["node"],
  ["http"],
  ["web"],
  ["cli"],
  ["main"],
];

/** These may use the machine they run on: its clock, randomness, process and `node:*`. */
const onTheMachine: readonly string[] = ["node", "http", "web", "cli", "main"];

/** Folders beside src that enter through the same doors; of src only tests use them. */
const outside: readonly string[] = ["tests", "e2e", "benchmarks", "examples"];

/** Every layer, in the order of the table. */
export const layers: readonly string[] = rows.flat();

/** What `layer` may import from. */
function below(layer: string): string[] {
  if (layer === "engine") return [];
  if (layer === "web") return ["http"];
  return rows
    .slice(
      0,
      rows.findIndex((row) => row.includes(layer)),
    )
    .flat();
}

const folderOf = (layer: string): string => (layer === "app" ? "sequencer" : layer);

const sources: readonly string[] = ["*.{ts,tsx}"];
/** Tests, and what the tests of a folder share. */
const tested: readonly string[] = ["*.test.{ts,tsx}", "*support.ts"];

/** The files of a layer that are named so, as globs. */
function filesOf(layer: string, named: readonly string[]): string[] {
  if (layer === "main") return ["src/main.ts"];
  if (layer !== "app") return named.map((name) => `src/${layer}/**/${name}`);
  const inside = named.map((name) => `src/sequencer/**/${name}`);
  return [...named.map((name) => `src/${name}`), "!src/main.ts", ...inside];
}

/** Imports that name anything inside these folders, or the two files beside them. */
function insideOf(names: readonly string[]): string[] {
  const folders = names.filter((name) => name !== "main").map((name) => folderOf(name));
  const files = names.filter((name) => name === "app" || name === "main");
  return [...folders.map((folder) => `**/${folder}/**`), ...files.map((file) => `**/${file}.ts`)];
}

/** Imports that name a door of these layers, that is, a file through which `from` may enter. */
function doorsOf(names: readonly string[], from: string): string[] {
  const folders = names.filter((name) => name !== "main" && (name !== "http" || from !== "web"));
  return [
    ...folders.map((name) => `**/${folderOf(name)}/index.ts`),
    ...(names.includes("http") ? ["**/http/*contract.ts"] : []),
    ...(names.includes("app") ? ["**/app.ts"] : []),
    // What runs a command loads nothing that the command does not ask for.
    ...(from === "main" ? ["**/cli/run-cli.ts"] : []),
  ];
}

/** One entry of Biome's noRestrictedImports. The last entry of `group` that matches decides. */
interface Refusal {
  group: string[];
  message: string;
}

const notPackages = "!:PACKAGE:";

function refuseLayers(layer: string): Refusal[] {
  const allowed = below(layer);
  const refused = layers.filter((other) => other !== layer && !allowed.includes(other));
  const list = allowed.length === 0 ? "no other folder" : `only from ${allowed.join(", ")}`;
  return [{ group: [...insideOf(refused), notPackages], message: `${layer} imports ${list}.` }];
}

function refuseBackDoors(allowed: readonly string[], from: string): Refusal {
  const doors = doorsOf(allowed, from);
  return {
    group: [...insideOf(allowed), ...doors.map((door) => `!${door}`), notPackages],
    message: `Enter a folder only through its door: ${doors.join(", ")}.`,
  };
}

const refuseOutside: Refusal = {
  group: [...insideOf(outside), notPackages],
  message: "src imports nothing beside src.",
};

const refuseNode: Refusal = {
  group: [":NODE:"],
  message: "node:* belongs in node/, http/, web/, cli/ and main.ts: take a port instead.",
};

const refuseCedar: Refusal = {
  group: ["@cedar-policy/**"],
  message: "Only engine/parse imports cedar-wasm.",
};

const refusePackages: Refusal = {
  group: [":PACKAGE:"],
  message: "engine imports no package but cedar-wasm, and that one only in engine/parse.",
};

const override = (includes: readonly string[], patterns: readonly Refusal[]) => ({
  includes,
  linter: {
    rules: { style: { noRestrictedImports: { level: "error", options: { patterns } } } },
  },
});

/** A later override replaces an earlier one, so each repeats all that it refuses. */
function overridesOf(layer: string) {
  const allowed = below(layer);
  const walls = refuseLayers(layer);
  if (allowed.length > 0) walls.push(refuseBackDoors(allowed, layer));
  const code = [...walls, refuseOutside, ...(onTheMachine.includes(layer) ? [] : [refuseNode])];
  const source = filesOf(layer, sources);
  const tests = filesOf(layer, tested);
  if (layer !== "engine") {
    return [override(source, [...code, refuseCedar]), override(tests, [...walls, refuseCedar])];
  }
  const parse = {
    ...refusePackages,
    group: [":PACKAGE:", "!@cedar-policy/cedar-wasm", "!@cedar-policy/cedar-wasm/**"],
  };
  return [
    override(source, [...code, refusePackages]),
    override(["src/engine/parse/**"], [...code, parse]),
    override(tests, walls),
  ];
}

/** The content of walls.biome.json. */
export function wallsForBiome(): string {
  const around = outside.map((folder) => `${folder}/**`);
  const overrides = layers.flatMap(overridesOf);
  overrides.push(override(around, [refuseBackDoors(layers, "outside")]));
  const lines = overrides.map((entry) => JSON.stringify(entry));
  return `{ "overrides": [\n${lines.join(",\n")}\n] }\n`;
}

if (import.meta.main) {
  writeFileSync(new URL("walls.biome.json", import.meta.url), wallsForBiome());
}
