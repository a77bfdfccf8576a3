import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Nonces } from "../../src/http/index.ts";
import type { Clock } from "../../src/ports/index.ts";

/** The origin that every request comes to. */
export const origin = "http://localhost:8080";

/** A browser or a device with a key of its own. */
export interface Keyed {
  readonly key: CryptoKey;
  readonly jwk: JWK;
  readonly thumbprint: string;
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  /** The JSON of the answer, typed as loosely as fetch types it. */
  readonly body: Awaited<ReturnType<Response["json"]>>;
  readonly cookie: string;
}

/** A request, and from where. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
}

/** Requests without a network. */
export interface Wire {
  /** A key that nobody knows yet. */
  key(): Promise<Keyed>;
  post(path: string, body: unknown, sent?: Sent): Promise<Answer>;
  get(path: string, sent?: Sent): Promise<Answer>;
  /** The same, with a proof of the key (RFC 9449). */
  postAs(keyed: Keyed, path: string, body: unknown, sent?: Sent): Promise<Answer>;
  /** The first event of a stream, which is then let go of. */
  firstEvent(keyed: Keyed, path: string): Promise<Answer["body"]>;
}

/** Requests to a server that does not listen. */
export function createWire(server: FastifyInstance, clock: Clock, nonces: Nonces): Wire {
  const proof = ({ key, jwk }: Keyed, method: string, path: string) =>
    new SignJWT({
      htm: method,
      htu: `${origin}${path}`,
      iat: Math.floor(clock.now() / 1000),
      jti: randomBytes(16).toString("base64url"),
      nonce: nonces.current(),
    })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
      .sign(key);
  const ask = async (
    request: { readonly method: "GET" | "POST"; readonly url: string; readonly payload?: object },
    { headers = {}, from }: Sent = {},
  ): Promise<Answer> => {
    const response = await server.inject({
      ...request,
      headers: { host: "localhost:8080", origin, ...headers },
      ...(from === undefined ? {} : { remoteAddress: from }),
    });
    const cookie = String(response.headers["set-cookie"] ?? "").split(";")[0] as string;
    const isJson = String(response.headers["content-type"]).includes("json");
    return { status: response.statusCode, body: isJson ? response.json() : undefined, cookie };
  };
  const wire: Wire = {
    async key() {
      const { privateKey, publicKey } = await generateKeyPair("ES256");
      const jwk = await exportJWK(publicKey);
      return { key: privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk, "sha256") };
    },
    post: (path, body, sent) => ask({ method: "POST", url: path, payload: body as object }, sent),
    get: (path, sent) => ask({ method: "GET", url: path }, sent),
    async postAs(keyed, path, body, { headers = {}, ...rest } = {}) {
      const dpop = await proof(keyed, "POST", path);
      return wire.post(path, body, { headers: { dpop, ...headers }, ...rest });
    },
    async firstEvent(keyed, path) {
      const dpop = await proof(keyed, "GET", path);
      const response = await server.inject({
        method: "GET",
        url: path,
        headers: { host: "localhost:8080", dpop },
        payloadAsStream: true,
      });
      const stream = response.stream();
      let text = "";
      for await (const chunk of stream) {
        text += String(chunk);
        if (text.includes("\n\n")) break;
      }
      // The browser has gone: the server is to notice.
      response.raw.res.destroy();
      const data = /^data: (.*)$/m.exec(text)?.[1];
      if (data === undefined) throw new Error(`The stream said ${text}`);
      return JSON.parse(data);
    },
  };
  return wire;
}
