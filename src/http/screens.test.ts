import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWard, type TestWard } from "./test-support.ts";

const page = `<!doctype html><title>Wardkey</title>${"<p>A page.</p>".repeat(200)}`;
const script = 'say("Grüße");\n'.repeat(500);
const small = "p{}";

let root: string;
let ward: TestWard;
let port: number;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "wk-web-"));
  mkdirSync(join(root, "assets"));
  for (const [name, text] of [
    ["index.html", page],
    ["assets/page-x1.js", script],
  ] as const) {
    writeFileSync(join(root, name), text);
    writeFileSync(join(root, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(root, `${name}.gz`), gzipSync(text));
  }
  writeFileSync(join(root, "assets/small-x2.css"), small);
  ward = await openWard({ webRoot: root });
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  port = (ward.server.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await ward.close();
  rmSync(root, { recursive: true });
});

/** As it comes over the line: fetch would unpack it. */
async function ask(path: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, host: "127.0.0.1", path, headers }, resolve).on("error", reject);
  });
  const body = Buffer.concat(await answer.toArray());
  return { status: answer.statusCode, headers: answer.headers, body };
}

const unpacked: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  none: (bytes) => bytes,
};

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["br;q=0.5, gzip;q=0", "br"],
  ["gzip, deflate", "gzip"],
  ["GZIP", "gzip"],
  ["deflate", "none"],
  ["identity", "none"],
  ["br;q=0, gzip;q=0", "none"],
  ["", "none"],
  [undefined, "none"],
])("a file is sent as the browser takes it: %s", async (accepts, encoding) => {
  const asked = accepts === undefined ? {} : { "accept-encoding": accepts };
  for (const [path, text, type, cached] of [
    ["/", page, "text/html; charset=utf-8", "no-cache"],
    [
      "/assets/page-x1.js",
      script,
      "application/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ],
  ] as const) {
    const { body, headers, status } = await ask(path, asked);
    expect([path, status, headers["content-encoding"] ?? "none"]).toEqual([path, 200, encoding]);
    expect(unpacked[encoding]?.(body).toString()).toBe(text);
    expect(headers["content-length"]).toBe(String(body.length));
    expect(headers["content-type"]).toBe(type);
    expect(headers["cache-control"]).toBe(cached);
    expect(headers.vary).toBe("accept-encoding");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    const again = await ask(path, { ...asked, "if-none-match": String(headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  }
});

test("no two forms of a file have the same tag", async () => {
  const tags = await Promise.all(
    ["br", "gzip", "identity"].map(
      async (encoding) => (await ask("/", { "accept-encoding": encoding })).headers.etag,
    ),
  );
  expect(new Set(tags).size).toBe(3);
});

test("a file that has no other form is sent as it is", async () => {
  const { body, headers } = await ask("/assets/small-x2.css", { "accept-encoding": "br, gzip" });
  expect([headers["content-encoding"], body.toString()]).toEqual([undefined, small]);
  expect(headers.vary).toBe("accept-encoding");
});

test("what is answered by a program is not compressed, whatever is asked for: its length would tell of secrets in it (BREACH)", async () => {
  for (const path of [
    "/healthz",
    "/oidc/jwks",
    "/bedside/api/state",
    "/.well-known/smart-configuration",
  ]) {
    const { headers } = await ask(path, { "accept-encoding": "br, gzip" });
    expect([path, headers["content-encoding"]]).toEqual([path, undefined]);
  }
});

test("[S7] the bedside keeps hold of the windows that it opens, however it is sent, and of nothing else", async () => {
  for (const encoding of ["identity", "br", "gzip"]) {
    const { headers } = await ask("/", { "accept-encoding": encoding });
    expect([encoding, headers["cross-origin-opener-policy"], headers["x-frame-options"]]).toEqual([
      encoding,
      "same-origin-allow-popups",
      "DENY",
    ]);
  }
  const { headers } = await ask("/assets/small-x2.css");
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
});
