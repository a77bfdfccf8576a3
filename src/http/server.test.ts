import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, send, type TestWard } from "./test-support.ts";

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
});
afterEach(() => ward.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  send(ward.server, "GET", url, undefined, headers);

test("health answers, readiness asks the log", async () => {
  expect((await get("/healthz")).body).toEqual({ status: "ok" });
  expect((await get("/readyz")).body).toEqual({ status: "ready" });
});

test("a node whose log does not answer is not ready, and says so", async () => {
  await ward.close();
  ward = await openWard({
    log: {
      head: () => Promise.reject(new Error("gone")),
      read: () => Promise.reject(new Error("gone")),
      changes: () => Promise.reject(new Error("gone")),
    },
  });
  const answer = await get("/readyz");
  expect(answer).toMatchObject({ status: 503, body: { why: "The log does not answer." } });
});

test("every answer carries the security headers and says nothing about what serves it", async () => {
  for (const url of ["/healthz", "/nowhere", "/console/api/me"]) {
    const { headers } = await get(url);
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("default-src 'self'"),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      date: "Tue, 10 Mar 2026 19:00:00 GMT",
    });
    expect(headers).not.toHaveProperty("server");
    expect(headers).not.toHaveProperty("x-powered-by");
  }
});

test("a caller's request id is echoed where it is one", async () => {
  expect((await get("/healthz", { "x-request-id": "abc-1" })).headers["x-request-id"]).toBe(
    "abc-1",
  );
  const odd = await get("/healthz", { "x-request-id": "<script>" });
  expect(odd.headers["x-request-id"]).toMatch(/^[\w-]{36}$/);
});

test("what is not there is 404, what is there by another method 405", async () => {
  expect(await get("/nowhere")).toMatchObject({
    status: 404,
    body: { error: { code: "not-found" } },
  });
  const answer = await get("/bedside/api/tap");
  expect(answer).toMatchObject({ status: 405, body: { error: { code: "method-not-allowed" } } });
  expect(answer.headers.allow).toBe("POST");
  expect((await get("/console/api/parked/x")).headers.allow).toBe("POST");
});

test("the interfaces are described and can be browsed", async () => {
  const { body } = await get("/openapi.json");
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining(["/bedside/api/tap", "/console/api/records", "/presence/api/report"]),
  );
  expect((await get("/docs/")).status).toBe(200);
});

test("a fault of ours is reported with its cause, and answered with a reference only", async () => {
  await ward.close();
  ward = await openWard({
    keyedHash: () => {
      throw new Error("the pepper of KOWALSKI");
    },
  });
  const seat = await ward.seat("4B-1").catch(() => undefined);
  if (seat === undefined) throw new Error("no seat");
  const answer = await ward.post(seat, "tap", { badge: "amy" });
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain("KOWALSKI");
  const [event] = ward.events.filter(({ status }) => status === 500);
  expect(event).toMatchObject({ route: "/bedside/api/tap", fault: expect.any(Error) });
  expect(answer.body.error.message).toContain(event?.id);
});

test("what is reported of a request holds no address, body or token", async () => {
  const seat = await ward.seat("4B-1");
  await ward.post(seat, "tap", { badge: "amy" });
  await get("/nowhere/KOWALSKI?number=4417220");
  expect(ward.events).toMatchObject([
    { method: "POST", route: "/bedside/api/tap", status: 200 },
    { method: "GET", route: "none", status: 404 },
  ]);
  expect(JSON.stringify(ward.events)).not.toMatch(/KOWALSKI|amy|4417220|eyJ/);
});

test("the screens are served from their folder, and nothing outside it", async () => {
  const webRoot = mkdtempSync(join(tmpdir(), "wardkey-web-"));
  try {
    mkdirSync(join(webRoot, "console"));
    mkdirSync(join(webRoot, "assets"));
    writeFileSync(join(webRoot, "index.html"), "<title>bedside</title>");
    writeFileSync(join(webRoot, "console", "index.html"), "<title>console</title>");
    writeFileSync(join(webRoot, "assets", "a-1.js"), "1");
    await ward.close();
    ward = await openWard({ webRoot });
    expect((await get("/")).text).toContain("bedside");
    expect((await get("/console/")).text).toContain("console");
    expect((await get("/console")).status).toBe(301);
    expect((await get("/assets/a-1.js")).headers["cache-control"]).toContain("immutable");
    expect((await get("/")).headers["cache-control"]).toBe("no-cache");
    expect((await get("/../package.json")).status).toBe(404);
    expect((await get("/%2e%2e/package.json")).status).toBeGreaterThanOrEqual(400);
    expect((await get("/nowhere.js")).body.error.code).toBe("not-found");
    expect((await get("/bedside/api/tap")).status).toBe(405);
  } finally {
    rmSync(webRoot, { recursive: true });
  }
});

describe("over a socket, where nothing tidies the request up", () => {
  let webRoot: string;
  let port: number;
  beforeEach(async () => {
    webRoot = mkdtempSync(join(tmpdir(), "wardkey-web-"));
    writeFileSync(join(webRoot, "index.html"), "<title>bedside</title>");
    await ward.close();
    ward = await openWard({ webRoot });
    await ward.server.listen({ port: 0, host: "127.0.0.1" });
    ({ port } = ward.server.server.address() as AddressInfo);
  });
  afterEach(() => rmSync(webRoot, { recursive: true }));

  const ask = async (head: string) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.write(`${head}\r\nconnection: close\r\n\r\n`);
    await once(socket, "close");
    const [top = "", body = ""] = Buffer.concat(chunks).toString().split("\r\n\r\n");
    return { status: Number(top.split(" ")[1]), body: JSON.parse(body) };
  };

  test.each([
    "/docs/../x",
    "/docs/static/../../../../etc/passwd",
    "/assets/../../x",
    "/../../etc/passwd",
    "/%2e%2e/x",
    "/..%2f..%2fx",
    `/${"x".repeat(300)}`,
    "/.git/config",
    "/a%00b",
  ])("%s is not there, and is no fault of the server's", async (path) => {
    const { status, body } = await ask(`GET ${path} HTTP/1.1\r\nhost: x`);
    expect([status, body.error.code]).toEqual([404, "not-found"]);
    expect(ward.events.filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  test.each([
    ["range: bytes=9999-", 416],
    ['if-match: "x"', 412],
  ])("a file is refused for %s as HTTP says", async (header, expected) => {
    const { status, body } = await ask(`GET /index.html HTTP/1.1\r\nhost: x\r\n${header}`);
    expect([status, body.error.code]).toEqual([expected, "bad-request"]);
    expect(ward.events).toMatchObject([{ status: expected }]);
    expect(ward.events[0]).not.toHaveProperty("fault");
  });

  test.each([
    "GET /healthz HTTP/1.1",
    "GET /nowhere HTTP/1.1",
    "GET /healthz HTTP/1.1\r\nhost: x\r\nhost: y",
  ])("%j names no host, or two, and hears so", async (head) => {
    const { status, body } = await ask(head);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: "bad-request",
      message: expect.stringContaining("Host"),
    });
  });

  test("HTTP/1.0 has no Host header and needs none", async () => {
    expect((await ask("GET /healthz HTTP/1.0")).status).toBe(200);
  });
});

test("[S0] with the demonstration a browser of this machine becomes a free seat, and stays it", async () => {
  await ward.close();
  const badges = [{ name: "Amy Adeyemi", role: "nurse", badge: "amy", pin: "pin-amy" }];
  ward = await openWard({ demo: { badges, seats: ["4B-2"] } });
  const seat = await ward.seat();
  const { kty, crv, x, y } = seat.jwk;
  const enrol = () => ward.post(seat, "enrol", { jwk: { kty, crv, x, y } });
  expect((await enrol()).body).toEqual({ type: "enrolled", seat: "4B-2" });
  expect((await enrol()).body).toEqual({ type: "enrolled", seat: "4B-2" });
  const tapped = await ward.post(seat, "tap", { badge: "nobody" });
  expect(tapped.body.state).toMatchObject({ type: "locked", demoBadges: badges });
});

test("[S0] a browser behind a proxy is not of this machine", async () => {
  await ward.close();
  ward = await openWard({ demo: { badges: [], seats: ["4B-2"] } });
  const seat = await ward.seat();
  const { kty, crv, x, y } = seat.jwk;
  const url = "/bedside/api/enrol";
  const dpop = await ward.proof(seat, "POST", url);
  const headers = { dpop, "x-forwarded-for": "10.1.2.3" };
  const answer = await send(ward.server, "POST", url, { jwk: { kty, crv, x, y } }, headers);
  expect(answer.body).toMatchObject({ type: "refused" });
});
