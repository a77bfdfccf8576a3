import type { JSONWebKeySet } from "jose";
import type { Json } from "../../ports/index.ts";
import { isSafeAddress } from "../follower/index.ts";
import { isRecord } from "../json.ts";

/** Somebody whose security events are believed, as the administrator wrote it down. */
export interface Transmitter {
  /** By which the log names it. */
  readonly id: string;
  readonly issuer: string;
  /** Who we are to it: the `aud` of what it sends us. */
  readonly audience: string;
  /** Its public keys, or where they are read. */
  readonly keys: { readonly jwks: JSONWebKeySet } | { readonly jwksUri: string };
  /** Where its SETs are fetched (RFC 8936), and what it wants to see for it; absent: it pushes them. */
  readonly poll?: { readonly endpoint: string; readonly authorization?: string };
}

/** A list of transmitters that cannot be used; the message says which and why. */
export class TransmitterError extends Error {
  readonly code = "bad-transmitter";

  constructor(message: string) {
    super(message);
    this.name = "TransmitterError";
  }
}

/**
 * Reads the list: `[{"id", "issuer", "audience", "jwks" or "jwks_uri", "poll": {"endpoint_url", "authorization_header"}}]`, the last one
 * only where SETs are to be fetched.
 *
 * @throws TransmitterError
 */
export function readTransmitters(text: string): readonly Transmitter[] {
  let list: Json;
  try {
    list = JSON.parse(text) as Json;
  } catch {
    throw new TransmitterError("it is not JSON");
  }
  if (!Array.isArray(list)) throw new TransmitterError("it is not a list");
  const transmitters = list.map(readOne);
  for (const member of ["id", "issuer"] as const) {
    const twice = transmitters.find(
      (one, index) => transmitters.findIndex((other) => other[member] === one[member]) !== index,
    );
    if (twice !== undefined) throw new TransmitterError(`two have the ${member} ${twice[member]}`);
  }
  return transmitters;
}

const members = ["id", "issuer", "audience", "jwks", "jwks_uri", "poll"];

function readOne(value: Json, index: number): Transmitter {
  const wrong = (what: string) => new TransmitterError(`number ${index + 1}: ${what}`);
  if (!isRecord(value)) throw wrong("it is no object");
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw wrong(`there is no member ${unknown}`);
  const { id, issuer, audience, jwks, jwks_uri, poll } = value;
  if (typeof id !== "string" || !/^[a-z0-9-]{1,40}$/.test(id)) {
    throw wrong("id has 1 to 40 small letters, digits and hyphens");
  }
  if (!isSafeAddress(issuer)) throw wrong("issuer is no https address");
  if (typeof audience !== "string" || audience === "") throw wrong("audience is missing");
  const fetched = poll === undefined ? {} : { poll: readPoll(poll, wrong) };
  if ((jwks === undefined) === (jwks_uri === undefined)) throw wrong("give jwks or jwks_uri");
  if (jwks_uri !== undefined) {
    if (!isSafeAddress(jwks_uri)) throw wrong("jwks_uri is no https address");
    return { id, issuer, audience, keys: { jwksUri: jwks_uri }, ...fetched };
  }
  const keys = isRecord(jwks) ? jwks["keys"] : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw wrong('jwks is {"keys": [...]}');
  // A secret that both ends know would let whoever checks sign as well.
  const isPublic = (key: Json) => isRecord(key) && !("d" in key) && !("k" in key);
  if (!keys.every(isPublic)) throw wrong("jwks holds something else than public keys");
  return { id, issuer, audience, keys: { jwks: jwks as unknown as JSONWebKeySet }, ...fetched };
}

function readPoll(
  value: Json,
  wrong: (what: string) => TransmitterError,
): NonNullable<Transmitter["poll"]> {
  if (!isRecord(value)) throw wrong('poll is {"endpoint_url", "authorization_header"}');
  const { authorization_header: authorization, endpoint_url: endpoint, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw wrong(`poll has no member ${unknown}`);
  if (!isSafeAddress(endpoint)) throw wrong("endpoint_url of poll is no https address");
  if (authorization === undefined) return { endpoint };
  if (typeof authorization === "string" && /^[\x20-\x7e]+$/.test(authorization))
    return { endpoint, authorization };
  throw wrong("authorization_header of poll is no text of ASCII letters");
}
