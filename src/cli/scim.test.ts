import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HttpError } from "../http/index.ts";
import { scim } from "./scim.ts";
import { captured, openOperator } from "./test-support.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-scim-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("[L11] the release of a client is asked of the running server, with just the number that was said", async () => {
  const asked: object[] = [];
  const running = await openOperator(folder, {
    releaseBrake: async (request) => {
      asked.push(request);
      if (request.ends === 3) return { ...request, live: 100 };
      throw new HttpError("not-so-many", "It was stopped at 3 ends.");
    },
  });
  const environment = { WARDKEY_DATA: folder };
  const said = await captured(() => scim(["release", "wrk_hr", "--ends", "3"], environment));
  expect(said.text).toContain("may end 3 of 100");
  await expect(scim(["release", "wrk_hr", "--ends", "4"], environment)).rejects.toThrow(/3 ends/);
  expect(asked).toEqual([
    { client: "wrk_hr", ends: 3 },
    { client: "wrk_hr", ends: 4 },
  ]);
  for (const wrong of [
    [],
    ["release"],
    ["release", "x"],
    ["release", "x", "--ends", "0"],
    ["stop", "x"],
  ]) {
    await expect(scim(wrong, environment)).rejects.toThrow(/Usage/);
  }
  await running.close();
});
