import type { AdtMessage } from "../hl7v2/adt-message.ts";
import { latin1, printable } from "../hl7v2/decode-bytes.ts";
import { textOf } from "../hl7v2/message.ts";
import { type Parsed, parseMessage } from "../hl7v2/parse-message.ts";
import { type AdtRead, readAdt } from "../hl7v2/read-adt.ts";
import type { FeedDeps } from "../shared/deps.ts";
import type { Parking } from "./park-message.ts";
import type { AdtSettings } from "./settings.ts";

/** What an ADT feed works with. */
export interface AdtDeps extends FeedDeps {
  readonly settings: AdtSettings;
  /** Hears of what Wardkey itself failed on, for the operator; the message is parked all the same. */
  onFault?(error: unknown): void;
}

/** A message that has been read, as far as it could be. */
export interface Arrived {
  readonly read: AdtRead;
  /** How it would be parked. */
  readonly parking: Parking;
}

/** Reads bytes, and says under what they would be parked. Never throws. */
export function arrive(deps: AdtDeps, bytes: Uint8Array): Arrived {
  const { settings, hash } = deps;
  const parsed = parseMessage(bytes);
  const read = readParsed(parsed, settings);
  const raw = latin1(bytes);
  const unreadable = read.type === "unusable" && read.problem.code === "bad-characters";
  const identity = read.type === "adt" ? read.identity : raw;
  const parking: Parking = {
    message: `msg_${hash(`${settings.feed}\u0000parked\u0000${identity}`).slice(0, 22)}`,
    feed: settings.feed,
    title: titleOf(parsed),
    // No store keeps a NUL in a text.
    text: (parsed.type === "message" ? parsed.text : raw).replaceAll("\u0000", "\ufffd"),
    ...(unreadable ? { raw: btoa(raw) } : {}),
    complete: true,
  };
  return { read, parking };
}

/** What a parsed message is to an ADT listener. */
export function readParsed(parsed: Parsed, settings: AdtSettings): AdtRead {
  return parsed.type === "message" ? readAdt(parsed, settings) : parsed;
}

/** The sender's number for a message, as the log may know it (U3). */
export function controlOf({ hash, settings }: AdtDeps, { identity }: AdtMessage): string {
  return hash(`${settings.feed}\u0000${identity}`).slice(0, 32);
}

function titleOf(parsed: Parsed): string {
  if (parsed.type === "unusable") return "unreadable";
  const parts = [1, 2].map((part) => textOf(parsed, parsed.segments[0], 9, part));
  return printable(parts.filter((part) => part !== "").join("^")) || "without a type";
}
