import { lookup } from "node:dns";
import { type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { isIP } from "node:net";
import type { JSONWebKeySet } from "jose";
import type { Duration } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { type InBlocks, readBlocks } from "../network.ts";

/** A set of some hundred keys; whoever answers with more answers with something else. */
const longestSet = 256 * 1024;
const mostKeys = 100;
const patience: Duration = 3_000;

/**
 * Where no address that a workload names may lead unless the hospital says so: this machine, its links, its own networks, what
 * clouds tell machines of themselves, what is no machine at all (RFC 6890, RFC 4193, RFC 4291), and what carries an IPv4 address of
 * any of these inside another one (RFC 6052, RFC 8215, RFC 3056, RFC 4380, RFC 7526).
 */
const inward = readBlocks([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2001::/32",
  "2002::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
]);

/** Why a key set could not be had; the message is for people, and holds nothing of the answer. */
export class KeySetError extends Error {
  readonly code = "key-set-unreachable";

  constructor(why: string) {
    super(`The keys cannot be had: ${why}`);
    this.name = "KeySetError";
  }
}

/** A key set, and for how long its server says that it may be kept, in milliseconds. */
export interface FetchedKeySet {
  readonly keys: JSONWebKeySet;
  readonly lives: Duration | undefined;
}

/**
 * Fetches a key set from an address that somebody registered. The address that a name leads to is looked at before a connection is
 * made, and that very one is connected to, so that a name which leads elsewhere a moment later leads nowhere; a redirection is not
 * followed; whoever is silent is given up; of an answer no more is read than a set has.
 *
 * @throws KeySetError
 */
export function fetchKeySet(
  address: string,
  allowed: InBlocks,
  longest: Duration = patience,
  look: typeof lookup = lookup,
): Promise<FetchedKeySet> {
  const isRefused = (ip: string) => inward(ip) && !allowed(ip);
  return new Promise((resolve, reject) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const literal = url?.hostname.replace(/^\[|\]$/g, "") ?? "";
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
      reject(new KeySetError("it is no address."));
      return;
    }
    if (isIP(literal) !== 0 && isRefused(literal)) {
      reject(new KeySetError("the address lies in a network that is not allowed."));
      return;
    }
    const begin = url.protocol === "https:" ? overHttps : overHttp;
    const asked = begin(url, {
      headers: { accept: "application/jwk-set+json, application/json" },
      agent: false,
      signal: AbortSignal.timeout(longest),
      lookup: (host, options, done) =>
        look(host, { ...options, all: true }, (error, found) => {
          const fit = error === null ? found.filter((one) => !isRefused(one.address)) : [];
          const [first] = fit;
          if (error !== null) done(error, "", 4);
          else if (first === undefined) done(new KeySetError("its name leads inwards."), "", 4);
          else if (options.all) done(null, fit);
          else done(null, first.address, first.family);
        }),
    });
    asked.on("response", (answer) => {
      readSet(answer).then(resolve, (error: unknown) => {
        asked.destroy();
        reject(asKeySetError(error));
      });
    });
    asked.on("error", (error) => reject(asKeySetError(error)));
    asked.end();
  });
}

async function readSet(answer: IncomingMessage): Promise<FetchedKeySet> {
  if (answer.statusCode !== 200) throw new KeySetError("the server answers with something else.");
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestSet) throw new KeySetError("the answer is too long.");
    chunks.push(chunk);
  }
  const keys = readKeys(Buffer.concat(chunks).toString("utf8"));
  return { keys, lives: livesFor(answer.headers["cache-control"] ?? "") };
}

function readKeys(text: string): JSONWebKeySet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KeySetError("the answer is no JSON.");
  }
  const keys = isRecord(value as never) ? (value as { readonly keys?: unknown }).keys : undefined;
  const isSet = Array.isArray(keys) && keys.length <= mostKeys;
  if (!isSet || !keys.every((key) => typeof key === "object" && key !== null)) {
    throw new KeySetError("the answer is no key set.");
  }
  return { keys: keys as JSONWebKeySet["keys"] };
}

/** RFC 9111 section 5.2.2. */
function livesFor(cacheControl: string): Duration | undefined {
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return 0;
  const [, seconds] = /\bmax-age=(\d{1,9})/i.exec(cacheControl) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function asKeySetError(error: unknown): unknown {
  if (error instanceof KeySetError) return error;
  const name = error instanceof Error ? error.name : "";
  return new KeySetError(
    name === "AbortError" || name === "TimeoutError"
      ? "the server does not answer in time."
      : "the server cannot be reached.",
  );
}
