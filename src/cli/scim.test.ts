import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HttpError, operator } from "../http/index.ts";
import { scim } from "./scim.ts";
import { writeServerFile } from "./serve/server-file.ts";
import { captured } from "./test-support.ts";

let folder: string;
const server = () => {
  const made = Fastify();
  made.setErrorHandler((error: HttpError, _request, reply) =>
    reply.code(409).send({ error: { code: error.code, message: error.message } }),
  );
  return made;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-scim-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("[L11] the release of a client is asked of the running server, with just the number that was said", async () => {
  const asked: object[] = [];
  const running = server();
  await running.register(
    operator({
      token: "secret",
      importFile: async () => undefined,
      releaseBrake: async (request) => {
        asked.push(request);
        if (request.ends === 3) return { ...request, live: 100 };
        throw new HttpError("not-so-many", "It was stopped at 3 ends.");
      },
      onFault: () => undefined,
    }),
    { prefix: "/operator" },
  );
  const url = await running.listen({ host: "127.0.0.1", port: 0 });
  writeServerFile(folder, { url, token: "secret" });
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
