import type { Instant, Json, Position, Side, SideKey } from "../../ports/index.ts";
import type { StreamStatus } from "../../world/index.ts";

/*
 * The rows of the table `signals`.
 *
 * | key | value |
 * | --- | --- |
 * | `stream|<stream>` | Stream |
 * | `set|<stream>|<number>` | the claims of a SET that its receiver has not got yet; numbers are in the order of the log |
 * | `trouble|<stream>` | Trouble; absent while all goes well |
 * | `cursor` | Cursor of http/follower |
 */

/** How SETs reach a stream's receiver: RFC 8935 or RFC 8936. */
export type Delivery =
  | {
      readonly method: "urn:ietf:rfc:8935";
      readonly endpoint: string;
      /** The receiver's own secret: sent to it with every SET, shown to nobody. */
      readonly authorization?: string;
    }
  | { readonly method: "urn:ietf:rfc:8936" };

/** A stream of events to one receiver. */
export interface Stream {
  readonly id: string;
  /** The receiver, and the audience of what is sent: a workload's id, or an application's. */
  readonly workload: string;
  /** `workload` is the id of a connected application. */
  readonly application?: true;
  readonly delivery: Delivery;
  /** Absent: every type that is supported. */
  readonly requested?: readonly string[];
  readonly description?: string;
  /** How people are named to it; absent: by their ids here (`iss_sub`). */
  readonly format?: "iss_sub" | "email";
  readonly status: StreamStatus;
  readonly reason?: string;
  /** It gets what happens from here on. */
  readonly from: Position;
  /** When its receiver was last heard from, to the hour. */
  readonly seenAt: Instant;
  readonly verifiedAt?: Instant;
}

/** Why a receiver does not get what it should. */
export interface Trouble {
  /** Since when nothing arrives; absent while it does. */
  readonly since?: Instant;
  readonly why?: string;
  /** SETs that the receiver said it cannot use, and what it last said of one. */
  readonly refused: number;
  readonly lastRefusal?: string;
}

/** The claims of a SET (RFC 8417 section 2.2), before it is signed. */
export interface SetClaims {
  readonly iss: string;
  readonly iat: number;
  readonly jti: string;
  readonly aud: string;
  readonly txn?: string;
  readonly sub_id: Json;
  readonly events: { readonly [type: string]: Json };
}

const table = "signals";

/** Where the cursor is kept. */
export const cursorKey: SideKey = { table, key: "cursor" };

/** Where a stream is kept. */
export function streamKey(stream: string): SideKey {
  return { table, key: `stream|${stream}` };
}

/** Where it is kept what is wrong with a stream's delivery. */
export function troubleKey(stream: string): SideKey {
  return { table, key: `trouble|${stream}` };
}

/**
 * Where a SET waits. Its number is the record's position, so that whoever makes it again makes the same one: `more` tells
 * those apart that come from no record.
 */
export function setKey(stream: string, position: Position, more = ""): SideKey {
  return { table, key: `set|${stream}|${String(position).padStart(16, "0")}${more}` };
}

/** The stream that a SET is for. */
export function streamOfSet({ key }: SideKey): string {
  return key.split("|")[1] as string;
}

/** A SET's `jti`: the same whenever it is made. */
export function jtiOf({ key }: SideKey): string {
  return key.slice("set|".length).replace("|", ".");
}

/** Where the SET of a `jti` waits; undefined when it is none of this stream's. */
export function keyOfJti(stream: string, jti: string): SideKey | undefined {
  const number = jti.startsWith(`${stream}.`) ? jti.slice(stream.length + 1) : "";
  return /^[\w-]{16,64}$/.test(number) ? { table, key: `set|${stream}|${number}` } : undefined;
}

/** Every stream. */
export async function readStreams(side: Pick<Side, "list">): Promise<readonly Stream[]> {
  const found: Stream[] = [];
  for (let after = ""; ; ) {
    const rows = await side.list(table, { prefix: "stream|", after, limit: 1_000 });
    found.push(...rows.map(({ value }) => value as unknown as Stream));
    const last = rows.at(-1);
    if (last === undefined || rows.length < 1_000) return found;
    after = last.key;
  }
}

/** A SET that waits, and where. */
export interface WaitingSet {
  readonly key: SideKey;
  readonly claims: SetClaims;
}

/** What waits for a stream's receiver, oldest first. */
export async function readSets(
  side: Pick<Side, "list">,
  stream: string,
  limit: number,
): Promise<readonly WaitingSet[]> {
  const rows = await side.list(table, { prefix: `set|${stream}|`, limit });
  return rows.map(({ key, value }) => ({
    key: { table, key },
    claims: value as unknown as SetClaims,
  }));
}

/** The streams, there or not any more, for which something waits. */
export async function streamsWithSets(side: Pick<Side, "list">): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = "set|"; ; ) {
    const [row] = await side.list(table, { prefix: "set|", after, limit: 1 });
    if (row === undefined) return found;
    const stream = streamOfSet({ table, key: row.key });
    found.push(stream);
    // Behind all of its numbers.
    after = `set|${stream}|~`;
  }
}

/** A row's value as it is written. */
export function asJson(value: Stream | Trouble | SetClaims): Json {
  return value as unknown as Json;
}
