import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { registrations } from "./registrations.ts";
import { captured, openOperator } from "./test-support.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-registrations-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("[L7] that just so many lapses are meant is asked of the running server, with the number that was said", async () => {
  const asked: object[] = [];
  const running = await openOperator(folder, {
    releaseRegistrations: async (request) => {
      asked.push(request);
      return request;
    },
  });
  const environment = { WARDKEY_DATA: folder };
  const said = await captured(() => registrations(["release", "nmc", "12"], environment));
  expect(said.text).toContain("12 registrations with nmc may lapse");
  expect(asked).toEqual([{ register: "nmc", lapses: 12 }]);
  for (const wrong of [
    [],
    ["release"],
    ["release", "nmc"],
    ["release", "nmc", "0"],
    ["x", "y", "1"],
  ])
    await expect(registrations(wrong, environment)).rejects.toThrow(/Usage/);
  await running.close();
});
