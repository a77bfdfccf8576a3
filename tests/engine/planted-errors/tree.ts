import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type PlantedError, plantIn } from "./read-errors.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const copied = [
  "src/engine",
  "tests/support",
  "tests/engine/fuzz",
  "package.json",
  "tsconfig.json",
];

/** A copy of the engine and its tests. It takes one error at a time. */
export interface Tree {
  readonly folder: string;
  /** Puts an error in and returns what takes it out again. @throws RangeError if it has no place, or more than one */
  readonly plant: (error: PlantedError) => () => void;
  readonly remove: () => void;
}

/** Copies what is needed to a temporary folder. */
export function createTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), "planted-errors-"));
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  return {
    folder,
    plant(error) {
      const path = join(folder, "src/engine", error.file);
      const source = readFileSync(path, "utf8");
      const planted = plantIn(source, error);
      if (planted instanceof RangeError) throw planted;
      writeFileSync(path, planted);
      return () => writeFileSync(path, source);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
