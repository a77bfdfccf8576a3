import { expect, test } from "vitest";
import * as engine from "./index.ts";

test("the engine's public names are these", () => {
  expect(Object.keys(engine).sort()).toEqual([
    "EngineError",
    "compilePolicies",
    "createCedar",
    "createEntityStore",
    "createPdp",
    "withLosslessJson",
  ]);
});
