import { createHmac, randomBytes } from "node:crypto";
import { request as overHttp } from "node:http";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { certificateReader } from "../programs/index.ts";
import {
  addWorkload,
  giveCredential,
  makeCertificate,
  type TestCertificate,
} from "../programs/test-support.ts";
import { scim } from "../scim/index.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { authenticateApplications } from "./authenticate-applications.ts";
import { scimPath } from "./oidc-context.ts";

const origin = "https://wardkey.example";

let ward: TestWard;
let keyedHash: (use: string, secret: string) => string;
let gateway: TestCertificate;
let other: TestCertificate;
const open: Server[] = [];
beforeEach(async () => {
  const pepper = randomBytes(32);
  keyedHash = (use, text) =>
    createHmac("sha256", pepper).update(`${use}\0${text}`).digest("base64url");
  const proxies = ["127.0.0.1"];
  ward = await openWard(
    async ({ app }) => ({
      keyedHash,
      proxies,
      origins: () => [origin],
      scim: scim({
        app,
        origin: () => origin,
        authorizationServer: () => `${origin}/oidc`,
        authenticate: authenticateApplications({
          side: app.side,
          now: app.now,
          origin: () => origin,
          path: scimPath,
          world: app.world,
          certificate: certificateReader(proxies),
        }),
      }),
    }),
    Date.now(),
  );
  await addWorkload(ward, "lab", { scopes: ["scim.read"] });
  gateway = makeCertificate("gateway", ward.app.now() - 1_000);
  other = makeCertificate("another", ward.app.now() - 1_000);
  await giveCredential(ward, keyedHash, "lab", { kind: "certificate", pem: gateway.pem });
});
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await ward.close();
});

/** A server of real TLS that asks for a certificate, and takes one that nobody vouches for: who it is, is registered here. */
async function listen(handle: Parameters<typeof createServer>[1]): Promise<number> {
  const { key, pem } = makeCertificate("localhost", ward.app.now() - 1_000);
  const server = createServer(
    { key, cert: pem, requestCert: true, rejectUnauthorized: false },
    handle,
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** TLS ends at the server itself. */
async function direct(): Promise<number> {
  await ward.server.ready();
  return listen((asked, response) => ward.server.routing(asked, response));
}

/** TLS ends at a proxy, which says in `Client-Cert` whose certificate it saw (RFC 9440), over whatever the client wrote there. */
async function behindProxy(): Promise<number> {
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = ward.server.server.address() as AddressInfo;
  return listen((asked, response) => {
    const { raw } = (asked.socket as TLSSocket).getPeerCertificate();
    const { "client-cert": _written, ...headers } = asked.headers;
    const shown = raw === undefined ? {} : { "client-cert": `:${raw.toString("base64")}:` };
    const inner = overHttp(
      {
        host: "127.0.0.1",
        port,
        method: asked.method,
        path: asked.url,
        headers: { ...headers, ...shown, "x-forwarded-for": asked.socket.remoteAddress },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    asked.pipe(inner);
  });
}

interface Answered {
  readonly status: number | undefined;
  readonly body: { readonly access_token?: string; readonly error_description?: string };
}

/** A real client of TLS, with a certificate or without. */
function call(
  port: number,
  by: TestCertificate | undefined,
  path: string,
  {
    form,
    headers = {},
  }: { readonly form?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answered> {
  const identity = by === undefined ? {} : { key: by.key, cert: by.pem };
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: form === undefined ? "GET" : "POST",
        agent: false,
        rejectUnauthorized: false,
        headers: {
          ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          host: "wardkey.example",
          ...headers,
        },
        ...identity,
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode, body: text === "" ? {} : JSON.parse(text) }),
        );
      },
    );
    asked.on("error", reject);
    asked.end(form);
  });
}

const form = "grant_type=client_credentials&client_id=lab&scope=scim.read";

test.each([
  ["at the server itself", direct],
  ["at a proxy of ours", behindProxy],
] as const)(
  "[N1] by a certificate over real TLS that ends %s: the token is bound to it, and worth nothing with another one",
  async (_where, begin) => {
    const port = await begin();
    const given = await call(port, gateway, "/oidc/token", { form });
    expect(given).toMatchObject({ status: 200, body: { access_token: expect.any(String) } });
    const headers = { authorization: `Bearer ${given.body.access_token}` };
    const path = `${scimPath}/ServiceProviderConfig`;
    const uses = async (by: TestCertificate | undefined, more: Record<string, string> = {}) =>
      (await call(port, by, path, { headers: { ...headers, ...more } })).status;
    expect(await uses(gateway)).toBe(200);
    expect(await uses(other)).toBe(401);
    expect(await uses(undefined)).toBe(401);
    // What the caller writes of a certificate itself is no certificate.
    const der = Buffer.from(gateway.pem.replace(/-----[^-]+-----|\n/g, ""), "base64");
    const written = { "client-cert": `:${der.toString("base64")}:` };
    if (begin === behindProxy) expect(await uses(other, written)).toBe(401);
  },
);

test.each([
  ["at the server itself", direct],
  ["at a proxy of ours", behindProxy],
] as const)(
  "[N1] another certificate, and none, get no token over TLS that ends %s",
  async (_where, begin) => {
    const port = await begin();
    expect(await call(port, other, "/oidc/token", { form })).toMatchObject({
      status: 401,
      body: { error_description: "This certificate is none of this workload's." },
    });
    expect(await call(port, undefined, "/oidc/token", { form })).toMatchObject({
      status: 401,
      body: { error_description: "Nothing proves who you are." },
    });
  },
);

test("[N1] [N4] a certificate is registered once, as long as it is good itself, and never once it is over or its key is short", async () => {
  await addWorkload(ward, "second");
  const give = (pem: string) =>
    giveCredential(ward, keyedHash, "second", { kind: "certificate", pem });
  await expect(give(gateway.pem)).rejects.toMatchObject({ code: "credential-known" });
  const day = 24 * 3_600_000;
  const over = makeCertificate("over", ward.app.now() - 3 * day, 2);
  await expect(give(over.pem)).rejects.toThrow("This certificate is over.");
  await expect(
    give("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
  ).rejects.toThrow("no certificate in PEM");
  const short = makeCertificate("short", ward.app.now() - day, 3);
  const { credential } = await give(short.pem);
  const { until = 0 } = ward.app.world().workloadCredentials.get(credential) ?? {};
  expect(Math.abs(until - (ward.app.now() + 2 * day))).toBeLessThan(5_000);
  // Whoever shows it the day after is nobody, whatever the proxy says of it.
  ward.clock.pass(2 * day + 5_000);
  const port = await direct();
  const asked = form.replace("client_id=lab", "client_id=second");
  expect(await call(port, short, "/oidc/token", { form: asked })).toMatchObject({
    status: 401,
    body: { error_description: "This credential has ended." },
  });
});
