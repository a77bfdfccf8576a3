import type { Instant, JournalEntry, Json } from "../ports/index.ts";
import type { Actor, Kind, LogRecord } from "../world/index.ts";
import { spooledIn } from "./journal-log.ts";

/** An entry of a journal that the log did not take, as it is kept aside: with when and why, and as it was. */
export function asRefused(
  { id, value }: JournalEntry,
  { at, why }: { readonly at: Instant; readonly why: string },
): JournalEntry {
  return { id, value: { entry: value, refused: { at, why } } };
}

/** What was done and is not in the log, for whoever looks into it: ids and codes, no names. */
export interface RefusedEntry {
  readonly id: string;
  /** When the log refused it, and why; absent of what an earlier release has kept. */
  readonly refusedAt?: Instant;
  readonly why?: string;
  /** What it says was done; empty where another release has written it otherwise. */
  readonly records: readonly RefusedRecord[];
}

/** One thing that was done. */
export interface RefusedRecord {
  readonly kind: Kind;
  /** When it was done. */
  readonly at: Instant;
  readonly actor: Actor;
  readonly seat?: string;
  /** Of a decision: what was asked. */
  readonly action?: string;
  readonly patient?: string;
}

/** Reads what is kept aside. */
export function refusedIn({ id, value }: JournalEntry): RefusedEntry {
  const kept = isObject(value) && isObject(value["refused"]) ? value["refused"] : undefined;
  const entry = kept === undefined ? value : ((value as Fields)["entry"] ?? null);
  const { at, why } = kept ?? {};
  return {
    id,
    ...(typeof at === "number" ? { refusedAt: at } : {}),
    ...(typeof why === "string" ? { why } : {}),
    records: (spooledIn({ id, value: entry })?.records ?? []).map(recordOf),
  };
}

type Fields = { readonly [name: string]: Json };

function isObject(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordOf({ kind, body, actor, seat, at, occurredAt = at }: LogRecord): RefusedRecord {
  const { action, resource, patient } = body as {
    readonly action?: unknown;
    readonly resource?: { readonly type?: unknown; readonly id?: unknown };
    readonly patient?: unknown;
  };
  const whose = resource?.type === "patient" ? resource.id : patient;
  return {
    kind,
    at: occurredAt,
    actor,
    ...(seat === undefined ? {} : { seat }),
    ...(typeof action === "string" ? { action } : {}),
    ...(typeof whose === "string" ? { patient: whose } : {}),
  };
}
