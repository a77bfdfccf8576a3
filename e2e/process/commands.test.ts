import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runWardkey, type ServerProcess, startServer } from "../support/server.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "wardkey-commands-"));
});
afterAll(() => rmSync(root, { recursive: true }));

describe("the demonstration", () => {
  let data = "";
  let server: ServerProcess;
  beforeAll(async () => {
    data = join(root, "demo");
    server = await startServer({ data });
  });
  afterAll(() => server.kill());

  test("keeps its keys and credentials to its owner, and prints whom to be", () => {
    for (const file of ["demo.json", "server.json", "pepper", "log-key.pem", "wardkey.db"]) {
      expect([file, statSync(join(data, file)).mode & 0o077]).toEqual([file, 0]);
    }
    for (const role of ["nurse", "doctor", "locum", "ward manager", "privacy officer"]) {
      expect(server.output()).toContain(role);
    }
  });

  test("a second server on the same data directory is refused; verify runs beside the first", async () => {
    const second = await runWardkey(["serve", "--demo"], {
      WARDKEY_DATA: data,
      PORT: "0",
      WARDKEY_MLLP_PORT: "0",
    });
    expect(second.code).toBe(1);
    expect(second.output).toContain(data);
    expect(await runWardkey(["verify"], { WARDKEY_DATA: data })).toMatchObject({ code: 0 });
  });

  test("is served as the demonstration only; [U2] one flipped byte in its log makes verify fail, naming the position", async () => {
    const copy = join(root, "flipped");
    await server.stop();
    cpSync(data, copy, { recursive: true });
    const position = 1_234;
    const bare = await runWardkey(["serve"], { WARDKEY_DATA: data });
    expect([bare.code, bare.output]).toEqual([2, expect.stringContaining("Add --demo")]);
    flipByte(join(copy, "wardkey.db"), position);
    const { code, output } = await runWardkey(["verify"], { WARDKEY_DATA: copy });
    expect(code).toBe(1);
    expect(output).toContain(`position ${position}:`);
    flipByte(join(copy, "wardkey.db"), position, '"position":');
    const started = await runWardkey(["serve", "--demo"], { WARDKEY_DATA: copy });
    expect([started.code, started.output]).toEqual([
      1,
      expect.stringMatching(
        /^wardkey serve: The record at position 1234 [^\n]*Run "wardkey verify"[^\n]*\n$/,
      ),
    ]);
    expect(await runWardkey(["verify"], { WARDKEY_DATA: data })).toMatchObject({ code: 0 });
    server = await startServer({ data });
  });
});

/** Changes one letter in the middle of a record, 4 behind the words `after`: in an id it stays JSON, of the same length. */
function flipByte(file: string, position: number, after = '"id":"'): void {
  const database = new Database(file);
  const select = database.prepare("select bytes from records where position = ?");
  const { bytes } = select.get(position) as { bytes: Buffer };
  const at = bytes.indexOf(Buffer.from(after)) + after.length + 3;
  bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
  database.prepare("update records set bytes = ? where position = ?").run(bytes, position);
  database.close();
}

describe("settings", () => {
  const serve = (environment: Readonly<Record<string, string>>, args = ["serve", "--demo"]) =>
    runWardkey(args, { WARDKEY_DATA: join(root, "refused"), ...environment });

  test("a wrong, empty or unknown one is refused at the start, with its name", async () => {
    for (const [name, value] of [
      ["PORT", "eighty"],
      ["PORT", "70000"],
      ["WARDKEY_MLLP_PORT", ""],
      ["DATABASE_URL", "mysql://x"],
      ["WARDKEY_PROCESSING", "X"],
      ["WARDKEY_COLOUR", "blue"],
      ["WARDKEY_URL", "wardkey.example"],
      ["WARDKEY_URL", "http://wardkey.example"],
      ["WARDKEY_URL", "https://wardkey.example/here"],
      ["WARDKEY_URL", "https://me@wardkey.example"],
    ] as const) {
      const { code, output } = await serve({ [name]: value });
      expect([name, code, output.includes(name)]).toEqual([name, 2, true]);
    }
  });

  test("a port that is taken, and a directory that cannot be made, end it at once with what is wrong", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const free = { WARDKEY_DATA: join(root, "ports"), PORT: "0", WARDKEY_MLLP_PORT: "0" };
    for (const name of ["PORT", "WARDKEY_MLLP_PORT"]) {
      const { code, output } = await runWardkey(["serve", "--demo"], {
        ...free,
        [name]: `${port}`,
      });
      const says = output.includes(`Port ${port} on`) && output.includes(`port with ${name}.`);
      expect([name, code, says]).toEqual([name, 2, true]);
    }
    taken.close();
    const nowhere = await runWardkey(["serve", "--demo"], { WARDKEY_DATA: "/proc/nope/deeper" });
    expect([nowhere.code, nowhere.output.includes("WARDKEY_DATA")]).toEqual([2, true]);
  });

  test("without an administrator and without answers it says how to name one", async () => {
    const { code, output } = await serve({ PORT: "0", WARDKEY_MLLP_PORT: "0" }, ["serve"]);
    expect([code, output.includes("three lines"), output.includes("    at ")]).toEqual([
      2,
      true,
      false,
    ]);
  });

  test("the demonstration answers this machine only", async () => {
    for (const [name, value] of [
      ["HOST", "0.0.0.0"],
      ["WARDKEY_URL", "https://wardkey.example"],
    ] as const) {
      const { code, output } = await serve({ [name]: value });
      expect([name, code, output.includes(name)]).toEqual([name, 2, true]);
    }
  });

  test("an unknown command or option says what there is", async () => {
    expect(await runWardkey(["brew"], {})).toMatchObject({ code: 2 });
    for (const command of ["serve", "import", "verify", "rehearse"]) {
      const { code, output } = await serve({}, [command, "--turbo"]);
      expect([command, code]).toEqual([command, 2]);
      expect(output).toContain(`wardkey ${command}: There is no option --turbo.\n\nUsage:`);
    }
  });
});

describe("without --demo", () => {
  test("behind a proxy it answers browsers under its public name and no other, with cookies bound to it", async () => {
    const server = await startServer({
      data: join(root, "proxied"),
      args: ["serve"],
      input: "Ada Example\n7000000001\n7391\n",
      environment: { WARDKEY_URL: "https://wardkey.example" },
    });
    try {
      const port = Number(new URL(server.url).port);
      const signIn = async (host: string, origin: string) => {
        const sent = request({
          host: "127.0.0.1",
          port,
          path: "/console/api/sign-in",
          method: "POST",
          headers: { host, origin, "content-type": "application/json" },
        });
        sent.end(JSON.stringify({ badge: "7000000001", pin: "7391" }));
        const [answer] = (await once(sent, "response")) as [IncomingMessage];
        answer.resume();
        return { status: answer.statusCode, cookie: String(answer.headers["set-cookie"]) };
      };
      const own = await signIn("wardkey.example", "https://wardkey.example");
      expect(own.status).toBe(200);
      expect(own.cookie).toMatch(/^__Host-wardkey-console=.*; Secure$/);
      expect((await signIn(`127.0.0.1:${port}`, server.url)).status).toBe(403);
      expect((await signIn("wardkey.example", "http://wardkey.example")).status).toBe(403);
    } finally {
      await server.stop();
    }
  });

  test("the server starts empty and asks for a first administrator, who may then sign in", async () => {
    const data = join(root, "empty");
    const server = await startServer({
      data,
      args: ["serve"],
      // The first PIN is one that others would try first.
      input: "Ada Example\n7000000001\n1234\n7391\n",
    });
    try {
      expect(server.output()).toContain("no administrator yet");
      const signIn = (pin: string) =>
        fetch(`${server.url}/console/api/sign-in`, {
          method: "POST",
          headers: { "content-type": "application/json", origin: server.url },
          body: JSON.stringify({ badge: "7000000001", pin }),
        }).then(async (answer) => (await answer.json()) as { readonly type?: string });
      expect(await signIn("1234")).toMatchObject({ type: "refused" });
      expect(await signIn("7391")).toMatchObject({ type: "in" });
    } finally {
      await server.kill();
    }
    const again = await startServer({ data, args: ["serve"] });
    expect(again.output()).not.toContain("no administrator yet");
    // Whoever reads what it prints may stop.
    again.child.stdout?.destroy();
    expect(await again.stop()).toBe(0);
    rmSync(join(data, "pepper"));
    const lost = await runWardkey(["serve"], { WARDKEY_DATA: data });
    expect([lost.code, lost.output]).toEqual([2, expect.stringContaining("WARDKEY_PEPPER: ")]);
    const anew = await startServer({
      data,
      args: ["serve", "--new-keys"],
      input: "Ada Example\n7000000001\n7391\n",
    });
    expect(anew.output()).toContain("no badge and no PIN counts any more");
    expect(await anew.stop()).toBe(0);
    const mixed = await runWardkey(["serve", "--demo"], { WARDKEY_DATA: data });
    expect([mixed.code, mixed.output]).toEqual([2, expect.stringContaining("another hospital")]);
  });
});
