import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { layers, wallsForBiome } from "./walls.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The house as architecture.md draws it; `/` joins folders that never import each other. */
const drawn =
  "engine ports memory world access reviews sessions/exceptions/lifecycle/workloads audit feeds app offline " +
  "hospital rehearsal node http web cli main";
const floors = drawn.split(" ").map((floor) => floor.split("/"));
const house = floors.flat();
const folders = house.map(folderOf).filter((name) => name !== "main");

const wall = "style/noRestrictedImports";
const globals = "style/noRestrictedGlobals";
const properties = "nursery/noJsRestrictedProperties";
const backDoor = "back door";
const clock = "clock";
type Rule =
  | typeof wall
  | typeof globals
  | typeof properties
  | typeof backDoor
  | typeof clock
  | "style/noDefaultExport"
  | "nursery/noFloatingPromises"
  | "correctness/useImportExtensions"
  | "complexity/noExcessiveLinesPerFunction"
  | "suspicious/noConsole"
  | "suspicious/noExplicitAny"
  | "suspicious/noImportCycles";

/** A file planted in a copy of the house, and the one rule that must catch it ("fine": none). */
interface Plant {
  path: string;
  text: string;
  caught: Rule | "fine";
}

const plants: Plant[] = [];

function plant(path: string, caught: Rule | "fine", text: string): void {
  plants.push({ path, text: `${text}\n`, caught });
}

function folderOf(layer: string): string {
  return layer === "app" ? "sequencer" : layer;
}

function fileIn(layer: string, name: string): string {
  return layer === "main" ? "src/main.ts" : `src/${folderOf(layer)}/${name}`;
}

const imports = (from: string) => `import { inner } from "${from}";\nexport const used = inner;`;
const takes = (name: string, from: string) =>
  `import { ${name} } from "${from}";\nexport const x = ${name};`;

/** Between each two folders: by the door, from a test, and past the door. */
function plantLayers(): void {
  const floorOf = (layer: string) => floors.findIndex((floor) => floor.includes(layer));
  for (const from of house.filter((layer) => layer !== "main")) {
    for (const to of house.filter((layer) => layer !== from)) {
      const caught = from !== "web" && floorOf(to) < floorOf(from) ? "fine" : wall;
      const door = to === "main" ? "../main.ts" : `../${folderOf(to)}/index.ts`;
      plant(fileIn(from, `to-${to}.ts`), caught, imports(door));
      plant(fileIn(from, `to-${to}.test.ts`), caught, imports(door));
      if (to === "main") continue;
      plant(fileIn(from, `deep/to-${to}.ts`), wall, imports(`../../${folderOf(to)}/inner.ts`));
    }
  }
}

function plantDoors(): void {
  plant("src/world/own.ts", "fine", imports("./inner.ts"));
  plant("src/hospital/app.ts", "fine", imports("../app.ts"));
  plant("src/feeds/app.ts", wall, imports("../app.ts"));
  plant("src/app.ts", "fine", imports("./feeds/index.ts"));
  plant("src/followers.ts", wall, imports("./feeds/inner.ts"));
  plant("src/main.ts", "fine", imports("./cli/run-cli.ts"));
  plant("src/cli/contract.ts", "fine", imports("../http/contract.ts"));
  plant("src/web/contract.ts", "fine", imports("../http/contract.ts"));
  plant("src/web/react.tsx", "fine", takes("useState", "react"));
  plant("src/node/tests.ts", wall, imports("../../tests/x.ts"));
  plant("src/node/tests.test.ts", "fine", imports("../../tests/x.ts"));
  plant("src/world/test-support.ts", "fine", imports("../../tests/x.ts"));
  for (const folder of ["tests", "e2e", "benchmarks", "examples"]) {
    plant(`${folder}/door.ts`, "fine", imports("../src/world/index.ts"));
    plant(`${folder}/inner.ts`, wall, imports("../src/world/inner.ts"));
  }
}

function plantWaysToImport(): void {
  const cli = `"../cli/index.ts"`;
  plant("src/world/export.ts", wall, `export { x } from ${cli};`);
  plant("src/world/export-all.ts", wall, `export * from ${cli};`);
  plant("src/world/dynamic.ts", wall, `export const x = import(${cli});`);
  plant("src/world/type.ts", wall, `import type { X } from ${cli};\nexport type Y = X;`);
  plant("src/world/type-import.ts", backDoor, `export type X = import(${cli}).X;`);
  plant("src/world/type-of.ts", backDoor, `export type X = typeof import(${cli});`);
  plant("src/node/computed.ts", backDoor, `export const x = (p: string) => import(p);`);
  plant("src/node/template.ts", backDoor, "export const x = import(`../web/index.ts`);");
  plant("src/node/require.ts", backDoor, `export const x: unknown = require(${cli});`);
}

function plantPackages(): void {
  const cedar = takes("isAuthorized", "@cedar-policy/cedar-wasm");
  const nodeCedar = takes("isAuthorized", "@cedar-policy/cedar-wasm/nodejs");
  plant("src/engine/parse/cedar.ts", "fine", cedar);
  plant("src/engine/parse/node-cedar.ts", "fine", nodeCedar);
  plant("src/engine/parse/yaml.ts", wall, takes("parse", "yaml"));
  plant("src/engine/cedar.ts", wall, nodeCedar);
  plant("src/engine/yaml.ts", wall, takes("parse", "yaml"));
  plant("src/engine/cedar.test.ts", "fine", nodeCedar);
  plant("src/access/cedar.ts", wall, cedar);
  plant("src/node/cedar.ts", wall, nodeCedar);
  plant("src/access/yaml.ts", "fine", takes("parse", "yaml"));
}

function plantMachine(): void {
  const machine: [string, Rule, string][] = [
    ["fs", wall, takes("readFileSync", "node:fs")],
    ["fs-type", wall, `import type { Stats } from "node:fs";\nexport type X = Stats;`],
    ["new-date", globals, "export const x = new Date(0);"],
    ["date-now", globals, "export const x = Date.now();"],
    ["process", globals, "export const x = process.env.HOME;"],
    ["uuid", globals, "export const x = crypto.randomUUID();"],
    ["global-this", globals, "export const x: unknown = globalThis;"],
    ["performance", globals, "export const x = performance.now();"],
    ["timer", globals, "setTimeout(String, 1);"],
    ["fetch", globals, `export const x = fetch("http://localhost");`],
    ["random", properties, "export const x = Math.random();"],
    ["random-apart", properties, "const { random } = Math;\nexport const x = random();"],
    ["temporal", properties, "declare const Temporal: { Now: 1 };\nexport const x = Temporal.Now;"],
  ];
  const onTheMachine = ["node", "web", "cli"];
  const pure = house.filter((layer) => ![...onTheMachine, "http", "main"].includes(layer));
  for (const [what, rule, text] of machine) {
    for (const layer of pure) plant(fileIn(layer, `${what}.ts`), rule, text);
    for (const layer of onTheMachine) plant(fileIn(layer, `${what}.ts`), "fine", text);
    plant(`src/world/${what}.test.ts`, "fine", text);
  }
  plant("src/world/math.ts", "fine", "export const x = Math.max(1, 2);");
}

function plantClock(): void {
  plant("src/http/fs.ts", "fine", takes("readFileSync", "node:fs"));
  plant("src/http/uuid.ts", "fine", "export const x = crypto.randomUUID();");
  plant("src/http/print.ts", "fine", "export const x = new Date(0).toISOString();");
  plant("src/http/now.ts", properties, "export const x = Date.now();");
  plant("src/http/new-date.ts", clock, "export const x = new Date();");
  plant("src/http/bare-date.ts", clock, "export const x = new Date;");
  plant("src/http/call-date.ts", clock, "export const x = Date();");
  plant("src/http/performance.ts", globals, "export const x = performance.now();");
  plant(
    "src/http/temporal.ts",
    properties,
    `import { Temporal } from "temporal-polyfill";\nexport const x = Temporal.Now.instant();`,
  );
  plant("src/http/clock.test.ts", "fine", "export const x = [new Date(), Date.now()];");
}

function plantStyle(): void {
  const mock = (how: string) => `import { vi } from "vitest";\nvi.${how}("./inner.ts");`;
  plant("src/world/mock.test.ts", properties, mock("mock"));
  plant("e2e/process/mock.test.ts", properties, mock("doMock"));
  plant("src/world/mock.ts", properties, mock("mock"));
  plant("src/world/spy.test.ts", "fine", mock("fn"));
  plant("src/world/any.ts", "suspicious/noExplicitAny", "export const x: any = 1;");
  plant("src/world/default.ts", "style/noDefaultExport", "export default 1;");
  plant("some.config.ts", "fine", "export default 1;");
  plant("src/http/log.ts", "suspicious/noConsole", `console.log("x");`);
  plant("src/cli/log.ts", "fine", `console.log("x");`);
  plant("src/world/bare.ts", "correctness/useImportExtensions", imports("./inner"));
  const partner = (other: string) =>
    `import { ${other} } from "./${other}.ts";\nexport const f = () => ${other};`;
  plant("src/world/one.ts", "suspicious/noImportCycles", partner("two"));
  plant("src/world/two.ts", "suspicious/noImportCycles", partner("one"));
  const answer = "async function f(): Promise<number> {\n  return await Promise.resolve(1);\n}\n";
  plant("src/node/floating.ts", "nursery/noFloatingPromises", `${answer}f();`);
  plant("src/node/awaited.ts", "fine", `${answer}await f();`);
  const lines = (count: number) =>
    `export function long(n: number): number {\n${"  n += 1;\n".repeat(count)}  return n;\n}`;
  plant("src/world/long.ts", "complexity/noExcessiveLinesPerFunction", lines(70));
  plant("src/world/sixty.ts", "fine", lines(57));
  plant("src/web/long.tsx", "fine", lines(100));
  plant("src/world/long.test.ts", "fine", lines(100));
}

let copy: string;
const found = new Map<string, Set<string>>();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

interface Diagnostic {
  category: string;
  message: string;
  location: { path: string };
}

/** A plugin's message begins with the name of its rule. */
function ruleOf({ category, message }: Diagnostic): string {
  if (category !== "plugin") return category.replace("lint/", "");
  return (message.split(":")[0] ?? "").toLowerCase();
}

function lint(folder: string): Diagnostic[] {
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
  try {
    execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
    return [];
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout).diagnostics;
  }
}

/** The plants that Biome judged otherwise than said there. */
function misjudged(group: readonly Plant[]): string[] {
  return group.flatMap(({ path, caught }) => {
    const rules = [...(found.get(path) ?? ["fine"])].join(", ");
    return rules === caught ? [] : [`${path}: ${rules} instead of ${caught}`];
  });
}

function collect(planting: () => void): readonly Plant[] {
  const before = plants.length;
  planting();
  return plants.slice(before);
}

const groups: [string, readonly Plant[]][] = [
  ["rules 1 and 4: a folder imports only from those above it", collect(plantLayers)],
  ["rule 3: a folder is entered only by its door", collect(plantDoors)],
  ["rule 3: every way to import is seen or refused", collect(plantWaysToImport)],
  ["only engine/parse imports cedar-wasm", collect(plantPackages)],
  ["rule 2: only some folders use the machine", collect(plantMachine)],
  ["rule 2: http takes time from the Clock port", collect(plantClock)],
  ["style, cycles and module mocks", collect(plantStyle)],
];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "wardkey-walls-"));
  for (const file of ["biome.json", "package.json", ".gitignore", "tests/house"]) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  for (const folder of folders) {
    write(`src/${folder}/index.ts`, `export { inner } from "./inner.ts";\n`);
    write(`src/${folder}/inner.ts`, "export const inner = 1;\n");
  }
  for (const { path, text } of plants) write(path, text);
  for (const diagnostic of lint(copy)) {
    const path = diagnostic.location.path;
    found.set(path, (found.get(path) ?? new Set()).add(ruleOf(diagnostic)));
  }
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("house", () => {
  test("walls.biome.json is what walls.ts says; if not, run `npm run walls`", () => {
    const written = readFileSync(join(root, "tests/house/walls.biome.json"), "utf8");
    expect(written).toBe(wallsForBiome());
  });

  test("the table is the house as drawn, and every folder of src is in it", () => {
    expect(layers).toEqual(house);
    const present = readdirSync(join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(present.filter((name) => !folders.includes(name))).toEqual([]);
  });

  test("no plant overwrites another", () => {
    expect(new Set(plants.map(({ path }) => path)).size).toBe(plants.length);
  });

  test.each(groups)("%s", (_, group) => {
    expect(misjudged(group)).toEqual([]);
  });
});
