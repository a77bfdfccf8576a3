import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDemo, runWardkey, type ServerProcess, startServer } from "../support/server.ts";

let root = "";
let file = "";
let server: ServerProcess;
let receiver: { readonly child: ChildProcess; readonly port: number };

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "wardkey-signals-"));
  file = join(root, "received");
  receiver = await startReceiver("0");
  server = await start();
});
afterAll(async () => {
  await server.kill();
  receiver.child.kill("SIGKILL");
  rmSync(root, { recursive: true });
});

/** On the same port each time: the issuer is the address. */
async function start(port = "0"): Promise<ServerProcess> {
  return startServer({ data: join(root, "data"), environment: { PORT: port } });
}

async function startReceiver(port: string): Promise<typeof receiver> {
  const program = join(import.meta.dirname, "../support/signal-receiver.ts");
  const child = spawn(process.execPath, [program, file, port], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, port: Number(line.toString()) };
}

async function call(path: string, body: object): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${readDemo(join(root, "data")).apiKey}`,
    },
    body: JSON.stringify(body),
  });
}

/** A person signs in at the console and out again, which ends a session. */
async function endSession(): Promise<void> {
  const person = readDemo(join(root, "data")).people.find(({ role }) => role === "ward manager");
  if (person === undefined) throw new Error("the demonstration has no ward manager");
  const { badge, pin } = person;
  const headers = { origin: server.url, "content-type": "application/json" };
  const signIn = await fetch(`${server.url}/console/api/sign-in`, {
    method: "POST",
    headers,
    body: JSON.stringify({ badge, pin }),
  });
  const cookie = signIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  expect(cookie).not.toBe("");
  await fetch(`${server.url}/console/api/sign-out`, {
    method: "POST",
    headers: { ...headers, cookie },
    body: "{}",
  });
}

/** The revoked sessions that the receiver was told of, each with the SETs that told it, by jti. */
async function revoked(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const keys = createRemoteJWKSet(new URL(`${server.url}/ssf/jwks.json`));
  const found = new Map<string, Set<string>>();
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  for (const line of lines) {
    const { payload } = await jwtVerify(line.split(" ")[1] ?? "", keys, { typ: "secevent+jwt" });
    const [type = ""] = Object.keys(payload["events"] as object);
    if (!type.endsWith("/session-revoked")) continue;
    const { session } = payload["sub_id"] as { readonly session: { readonly id: string } };
    found.set(session.id, (found.get(session.id) ?? new Set()).add(payload.jti as string));
  }
  return found;
}

async function untilRevoked(count: number): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  for (;;) {
    const found = await revoked();
    if (found.size >= count) return found;
    await sleep(50);
  }
}

describe("[SS6] [SS9] a receiver in a process of its own", () => {
  test("hears what ends; what ended while it or the server was dead comes when both are there", async () => {
    const endpoint_url = `http://127.0.0.1:${receiver.port}/events`;
    const delivery = { method: "urn:ietf:rfc:8935", endpoint_url };
    expect((await call("/ssf/streams", { delivery })).status).toBe(201);
    await endSession();
    await untilRevoked(1);

    receiver.child.kill("SIGKILL");
    await once(receiver.child, "exit");
    await endSession();
    await endSession();
    expect((await revoked()).size).toBe(1);
    receiver = await startReceiver(String(receiver.port));
    await untilRevoked(3);

    receiver.child.kill("SIGKILL");
    await once(receiver.child, "exit");
    await endSession();
    const { port } = new URL(server.url);
    await server.kill();
    server = await start(port);
    receiver = await startReceiver(String(receiver.port));
    await endSession();
    const all = await untilRevoked(5);
    // However often a SET came, it was the same one.
    expect([...all.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe("[SS3] a receiver with access tokens: openid-client", () => {
  test("gets one by client credentials and private_key_jwt, manages a stream with it, and has its own header sent back", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES384");
    const key = { ...(await exportJWK(publicKey)), alg: "ES384", use: "sig", kid: "k" };
    const form = join(root, "ears.json");
    writeFileSync(
      form,
      JSON.stringify({
        id: "ears",
        name: "Ears",
        kind: "only-told",
        scopes: ["ssf.manage", "ssf.read"],
        jwks: { keys: [key] },
      }),
    );
    const environment = { WARDKEY_DATA: join(root, "data") };
    const registered = await runWardkey(["application", "register", form], environment);
    expect([registered.code, registered.output]).toEqual([0, expect.stringContaining("ears")]);

    const base = server.url.replace("127.0.0.1", "localhost");
    const about = await fetch(`${base}/.well-known/oauth-protected-resource/ssf`);
    const resource = (await about.json()) as {
      readonly authorization_servers: readonly [string];
      readonly scopes_supported: readonly string[];
    };
    const config = await client.discovery(
      new URL(resource.authorization_servers[0].replace("127.0.0.1", "localhost")),
      "ears",
      undefined,
      client.PrivateKeyJwt({ key: privateKey, kid: "k" }),
      { execute: [client.allowInsecureRequests] },
    );
    const scope = resource.scopes_supported.join(" ");
    const token = await client.clientCredentialsGrant(config, { scope });
    expect(token).toMatchObject({ scope, token_type: "bearer", expires_in: 300 });
    const ask = (method: string, path: string, body?: object) =>
      client.fetchProtectedResource(
        config,
        token.access_token,
        new URL(path, base),
        method,
        body === undefined ? undefined : JSON.stringify(body),
        new Headers(body === undefined ? {} : { "content-type": "application/json" }),
      );
    const delivery = {
      method: "urn:ietf:rfc:8935",
      endpoint_url: `http://127.0.0.1:${receiver.port}/events`,
      authorization_header: "Custom what the receiver wants",
    };
    const created = await ask("POST", "/ssf/streams", { delivery });
    expect(created.status).toBe(201);
    const { stream_id } = (await created.json()) as { readonly stream_id: string };
    expect((await ask("GET", "/ssf/streams")).status).toBe(200);
    expect((await ask("POST", "/ssf/verification", { stream_id })).status).toBe(204);
    const sent = Buffer.from(delivery.authorization_header).toString("base64url");
    while (!existsSync(file) || !readFileSync(file, "utf8").includes(` ${sent}\n`)) await sleep(50);
    await client.tokenRevocation(config, token.access_token);
    await expect(ask("GET", "/ssf/streams")).rejects.toThrow(/WWW-Authenticate/i);
  });
});

describe("[SS5] [SS12] one Wardkey that polls another", () => {
  test("fetches what waits there and acknowledges it", async () => {
    const created = await call("/ssf/streams", {});
    const stream = (await created.json()) as {
      readonly iss: string;
      readonly aud: string;
      readonly stream_id: string;
      readonly delivery: { readonly endpoint_url: string };
    };
    const { endpoint_url } = stream.delivery;
    const waiting = async () => {
      const answer = await call(new URL(endpoint_url).pathname, { returnImmediately: true });
      return Object.keys(((await answer.json()) as { readonly sets: object }).sets).length;
    };
    const until = async (count: number) => {
      while ((await waiting()) !== count) await sleep(50);
    };
    await endSession();
    await until(1);

    const list = join(root, "transmitters.json");
    const { apiKey } = readDemo(join(root, "data"));
    const transmitter = {
      id: "other-wardkey",
      issuer: stream.iss,
      audience: stream.aud,
      jwks_uri: `${server.url}/ssf/jwks.json`,
      poll: { endpoint_url, authorization_header: `Bearer ${apiKey}` },
    };
    writeFileSync(list, JSON.stringify([transmitter]));
    const other = await startServer({
      data: join(root, "other"),
      environment: { WARDKEY_TRANSMITTERS: list },
    });
    try {
      await until(0);
    } finally {
      expect(await other.stop()).toBe(0);
    }
  });
});
