import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { World } from "../../world/index.ts";
import { addressOf, type InBlocks, readBlocks } from "../network.ts";
import { claimsIn } from "./verify-assertion.ts";

/** RFC 7521 section 4.2, RFC 7523 section 2.2. */
export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** RFC 7523 section 2.1. */
export const bearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** RFC 8693 section 2.1. */
export const exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";
/** Tokens of other issuers, as a platform has them (RFC 8693 section 3). */
const foreignTokens: ReadonlySet<string> = new Set([
  "urn:ietf:params:oauth:token-type:jwt",
  "urn:ietf:params:oauth:token-type:id_token",
]);

/** The token of another issuer that a workload gives for one of ours; undefined for any other form. */
export function exchangedIn(form: URLSearchParams): string | undefined {
  if (form.get("grant_type") !== exchangeGrant) return undefined;
  const isForeign = foreignTokens.has(form.get("subject_token_type") ?? "");
  return isForeign ? (form.get("subject_token") ?? undefined) : undefined;
}

/** By what a caller says that it is a workload; nothing of it is believed yet. */
export type Proof =
  | { readonly type: "assertion"; readonly assertion: string }
  | { readonly type: "secret"; readonly secret: string }
  | { readonly type: "certificate"; readonly thumbprint: string }
  | { readonly type: "none" };

/** Who calls, as they say it. */
export interface Caller {
  readonly workload: string;
  readonly proof: Proof;
  /** More than one way at once is refused (RFC 6749 section 2.3). */
  readonly ways: number;
}

/** Which workload a form speaks of, by whatever it names one; undefined where it speaks of none. */
export function callerIn(
  world: World,
  { headers }: Pick<FastifyRequest, "headers">,
  form: URLSearchParams,
  thumbprint: string | undefined,
): Caller | undefined {
  const basic = basicIn(headers.authorization);
  const exchanged = exchangedIn(form);
  const assertion =
    form.get("client_assertion") ??
    exchanged ??
    (form.get("grant_type") === bearerGrant ? form.get("assertion") : null);
  const secret = form.get("client_secret") ?? basic?.secret;
  const claims = assertion === null ? undefined : claimsIn(assertion);
  const named = form.get("client_id") ?? basic?.id ?? claims?.sub;
  if (named === undefined || named === null || !isWorkload(world, named)) return undefined;
  const both = form.has("client_assertion") ? exchanged : undefined;
  const ways = [assertion ?? undefined, both, form.get("client_secret") ?? undefined, basic].filter(
    (one) => one !== undefined,
  ).length;
  if (assertion !== null) return { workload: named, proof: { type: "assertion", assertion }, ways };
  if (secret !== undefined) return { workload: named, proof: { type: "secret", secret }, ways };
  if (thumbprint === undefined) return { workload: named, proof: { type: "none" }, ways };
  return { workload: named, proof: { type: "certificate", thumbprint }, ways };
}

/**
 * Whether an id is a workload's where clients are named. One that has an API key alone may have the id of an application, which was
 * there before workloads had credentials: then the application is meant.
 */
export function isWorkload(world: World, id: string): boolean {
  if (!world.workloads.has(id)) return false;
  return !world.applications.has(id) || world.credentialsByWorkload.get(id).length > 0;
}

/** RFC 6749 section 2.3.1: both are form-encoded first. */
export function basicIn(
  authorization: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic +([\w+/=-]{1,2048})$/i.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll("+", " "));
    return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

/**
 * The thumbprint of the certificate that the caller showed (RFC 8705 section 3.1): of this connection, or where a proxy of ours
 * ended it, as that says it (RFC 9440 section 2). What anybody else writes into that header counts for nothing.
 */
export function certificateOf(
  { headers, raw }: Pick<FastifyRequest, "headers" | "raw">,
  isProxy: InBlocks,
): string | undefined {
  const { socket } = raw;
  if ("getPeerCertificate" in socket) {
    const { raw: der } = (socket as unknown as PeerSocket).getPeerCertificate() ?? {};
    if (der !== undefined) return thumbprintOf(der);
  }
  const sent = headers["client-cert"];
  if (typeof sent !== "string" || !isProxy(plain(socket.remoteAddress))) return undefined;
  const [, encoded] = /^:([A-Za-z0-9+/]{1,16384}={0,2}):$/.exec(sent.trim()) ?? [];
  return encoded === undefined ? undefined : thumbprintOf(Buffer.from(encoded, "base64"));
}

/** Reads of requests the thumbprint of the certificate that came with them, as {@link certificateOf}; `proxies` as it is set. */
export function certificateReader(
  proxies: readonly string[] = [],
): (request: Pick<FastifyRequest, "headers" | "raw">) => string | undefined {
  const isProxy = readBlocks(proxies);
  return (request) => certificateOf(request, isProxy);
}

interface PeerSocket {
  getPeerCertificate(): { readonly raw?: Uint8Array } | undefined;
}

/** base64url of the SHA-256 of the DER. */
export function thumbprintOf(der: Uint8Array): string {
  return createHash("sha256").update(der).digest("base64url");
}

function plain(address = ""): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** Where a caller is: its address, and the block that is kept of it: of IPv4 a /24, of IPv6 a /64. */
export function placeOf(
  request: Pick<FastifyRequest, "socket" | "headers">,
  isProxy: InBlocks,
): { readonly address?: string; readonly place?: string } {
  const address = addressOf(request, isProxy);
  if (address === undefined) return {};
  const place = address.includes(":")
    ? `${wholeGroups(address).slice(0, 4).join(":")}::/64`
    : `${address.split(".").slice(0, 3).join(".")}.0/24`;
  return { address, place };
}

/** The eight groups of an IPv6 address (RFC 4291 section 2.2). */
function wholeGroups(address: string): readonly string[] {
  const [head = "", tail] = address.toLowerCase().split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(missing).fill("0"), ...last];
}
