import { once } from "node:events";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFileRegister } from "./file-register.ts";
import { openHttpRegister } from "./http-register.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 2, 10, 12);

describe("[L7] a professional register as a file", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wardkey-register-"));
    path = join(folder, "nmc.csv");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const ask = (text: string, { age = 0, numbers = ["A1", "B2"] } = {}) => {
    writeFileSync(path, text);
    utimesSync(path, new Date(now - age), new Date(now - age));
    const clock = { now: () => now };
    const terms = { id: "nmc", path, within: 2 * day, zone: "Europe/London", clock };
    return openFileRegister(terms).ask(numbers);
  };

  test("says of each number what stands there, days as the register's; of others that it does not know them", async () => {
    const text = "number,standing,until\nB2,struck-off,\nA1,registered,2026-03-31\n";
    expect(await ask(text, { numbers: ["A1", "B2", "C3"] })).toEqual([
      // The end of the day, in summer time.
      { standing: "registered", until: Date.UTC(2026, 2, 31, 23) },
      { standing: "struck-off" },
      { standing: "unknown" },
    ]);
  });

  test.each([
    ["it is too old", "number,standing\nA1,expired\n", { age: 3 * day }],
    ["it is empty", "number,standing\n", {}],
    ["it has other columns", "number,status\nA1,expired\n", {}],
    ["a standing is none", "number,standing\nA1,gone\n", {}],
    ["a day is missing", "number,standing,until\nA1,registered,\n", {}],
    ["a number stands there twice", "number,standing\nA1,expired\nA1,struck-off\n", {}],
    ["it is cut off in a line", "number,standing,until\nA1,registered,2026-03-31\nB2,regis", {}],
  ])("says nothing where %s", async (_what, text, more) => {
    await expect(ask(text, more)).rejects.toThrow();
  });

  test("says nothing where it is not there", async () => {
    const terms = { id: "nmc", path: join(folder, "none.csv"), within: day, zone: "UTC" };
    const clock = { now: () => now };
    await expect(openFileRegister({ ...terms, clock }).ask(["A1"])).rejects.toThrow();
  });
});

describe("[L7] a professional register over HTTP", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/check`;
  };
  const register = (url: string) =>
    openHttpRegister({ id: "nmc", patience: 500, token: "secret", url, zone: "UTC" });
  const answering = (body: unknown, status = 200) =>
    serve((request, response) => {
      request.resume();
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });

  test("is asked by numbers in the body, so many at once, with its token", async () => {
    const asked: { numbers: readonly string[]; authorization: string | undefined; path: string }[] =
      [];
    const url = await serve(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const { numbers } = JSON.parse(text) as { readonly numbers: readonly string[] };
      const { authorization } = request.headers;
      asked.push({ numbers, authorization, path: request.url ?? "" });
      const answers = numbers.map((number) => ({
        number,
        standing: "registered",
        until: "2026-12-31",
      }));
      response.end(JSON.stringify({ answers }));
    });
    const numbers = Array.from({ length: 700 }, (_, nth) => `../A${nth}`);
    const answers = await register(url).ask(numbers);
    expect(answers).toHaveLength(700);
    expect(answers[0]).toEqual({ standing: "registered", until: Date.UTC(2027, 0, 1) });
    expect(asked.map((one) => one.numbers.length)).toEqual([500, 200]);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(["/check"]));
    expect(asked[0]?.authorization).toBe("Bearer secret");
  });

  test.each([
    ["does not answer for everybody", { answers: [{ number: "A1", standing: "expired" }] }, 200],
    ["answers no list", { answers: "A1" }, 200],
    ["answers no JSON", "<html>A1</html>", 200],
    ["answers that it is broken", { answers: [] }, 503],
    ["answers without end", "x".repeat(300_000), 200],
  ])("says nothing where it %s, and its words are not repeated", async (_what, body, status) => {
    const failed = register(await answering(body, status)).ask(["A1", "B2"]);
    await expect(failed).rejects.toThrow();
    await expect(failed).rejects.not.toThrow(/A1|html/);
  });

  test("a redirection is not followed, wherever it leads", async () => {
    const paths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: "/inside" });
      response.end();
    });
    await expect(register(url).ask(["A1"])).rejects.toThrow();
    expect(paths).toEqual(["/check"]);
  });

  test("whoever is silent is given up", async () => {
    const begun = performance.now();
    const url = await serve((request) => void request.resume());
    await expect(register(url).ask(["A1"])).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
