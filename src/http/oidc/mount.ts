import { IncomingMessage } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { mountedAt, type Oidc } from "./oidc-context.ts";

/**
 * Hands a request to the provider as one that came to the issuer's own address: whatever a Host or forwarding header
 * says, no link, audience or proof is ever made for another (RFC 9207 is about what would follow).
 */
export async function mount(
  oidc: Oidc,
  request: FastifyRequest,
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const handle = await oidc.callback();
  reply.hijack();
  const { raw } = reply;
  for (const name in headers) raw.setHeader(name, headers[name] as string);
  raw.setHeader("x-request-id", request.id);
  await handle(asIssuer(oidc, request), raw);
  // A form that is too long is not read to its end: the rest of it would stand before the connection's next request.
  if (!request.raw.complete) request.raw.resume();
}

let lastAddress = { of: "", host: "", protocol: "" };

/** An issuer is the same for as long as a server runs. */
function addressOf(issuer: string): { readonly host: string; readonly protocol: string } {
  if (lastAddress.of !== issuer) {
    const { host, protocol } = new URL(issuer);
    lastAddress = { of: issuer, host, protocol: protocol.slice(0, -1) };
  }
  return lastAddress;
}

/** The request itself, readdressed; one whose form has been read, to be said in other words, anew. */
function asIssuer({ issuer }: Oidc, { body, raw }: FastifyRequest): IncomingMessage {
  const { host, protocol } = addressOf(issuer());
  const text = typeof body === "string" ? inOtherWords(raw.url ?? "", body) : undefined;
  const url = raw.method === "GET" ? queryInOtherWords(raw.url ?? "") : (raw.url ?? "");
  const message = text === undefined ? raw : readAgain(raw, text);
  const { headers } = message;
  if (headers["x-forwarded-host"] !== undefined) delete headers["x-forwarded-host"];
  headers.host = host;
  headers["x-forwarded-proto"] = protocol;
  return Object.assign(message, { url: url.slice(mountedAt.length) || "/", originalUrl: url });
}

function readAgain({ headers, httpVersion, method, socket }: IncomingMessage, text: string) {
  const message = new IncomingMessage(socket);
  const { "transfer-encoding": _encoding, "content-length": _length, ...kept } = headers;
  const length = text === "" ? {} : { "content-length": String(Buffer.byteLength(text)) };
  Object.assign(message, { method, httpVersion, headers: { ...kept, ...length } });
  // It is all here: nothing more is read from the connection.
  message.complete = true;
  message._read = () => undefined;
  message.push(text);
  message.push(null);
  return message;
}

/** Where forms are read before the provider reads them, to be said in other words. */
export const asksForCode: readonly string[] = [`${mountedAt}/authorize`, `${mountedAt}/par`];

/**
 * What a SMART application asks, as the provider understands it.
 *
 * `aud` is `resource` (RFC 8707) by SMART's name, and one that is wrong must be found out whatever `resource` says
 * (section 2.0.8.1.1). Left as it is, a pushed request would lose it: the provider keeps those as a JWT, with an audience.
 *
 * OpenID Connect Core section 11 drops `offline_access` without `prompt=consent` unless other conditions permit it: here
 * they do, since an administrator consented by registering the application, and nothing outlives the session. SMART
 * applications ask for it without (section 5.1.5).
 */
function inOtherWords(url: string, text: string): string {
  const [path = ""] = url.split("?");
  if (!asksForCode.includes(path)) return text;
  const params = new URLSearchParams(text);
  for (const aud of params.getAll("aud")) {
    if (!params.has("resource", aud)) params.append("resource", aud);
  }
  params.delete("aud");
  const words = (params.get("scope")?.split(" ") ?? []).map(withoutRole);
  if (params.has("scope")) params.set("scope", words.join(" "));
  if (words.includes("offline_access") && !params.has("prompt")) params.set("prompt", "consent");
  return params.toString();
}

/** No role of a launch context is known here: then the context itself is what is asked for (SMART 2.2.0, `?role=`). */
function withoutRole(scope: string): string {
  return /^launch\/[a-z]+\?role=/i.test(scope) ? (scope.split("?")[0] as string) : scope;
}

function queryInOtherWords(url: string): string {
  const [path = "", query] = url.split("?", 2);
  return query === undefined ? url : `${path}?${inOtherWords(path, query)}`;
}
