import type { Instant, Json, SideKey } from "../../ports/index.ts";
import { isRecord, textOf } from "../json.ts";

/** A key for passports as it is kept: its private part sealed. */
export interface RowKey {
  readonly kid: string;
  readonly sealed: string;
  /** When it begins to sign; absent: from the first. */
  readonly from?: Instant;
  /** Until when others need it once the next one signs; absent: it is the last one. */
  readonly keptUntil?: Instant;
}

/** Where they are kept: before any was turned one key, from then on all that somebody may need. */
export const keysRow: SideKey = { table: "credentials", key: "issuing-key|passports" };

/** The keys in the row, in the order in which they sign. */
export function rowKeys(row: Json): readonly RowKey[] {
  const list = isRecord(row) && Array.isArray(row["keys"]) ? row["keys"] : [row];
  return list.flatMap((one) => {
    if (!isRecord(one as Json)) return [];
    const { from, keptUntil, ...key } = one as Readonly<Record<string, Json>>;
    const [kid, sealed] = [textOf(key["kid"]), textOf(key["sealed"])];
    if (kid === undefined || sealed === undefined) return [];
    return [
      {
        kid,
        sealed,
        ...(typeof from === "number" ? { from } : {}),
        ...(typeof keptUntil === "number" ? { keptUntil } : {}),
      },
    ];
  });
}

/** The key that signs at `at`: the last one that has begun. */
export function signsAt(keys: readonly RowKey[], at: Instant): RowKey {
  const key = keys.findLast(({ from = at }) => from <= at) ?? keys[0];
  if (key === undefined) throw new Error("The row of the keys for staff passports holds none.");
  return key;
}

/** Those that others need at `at`, the one that signs first. */
export function publishedAt(keys: readonly RowKey[], at: Instant): readonly RowKey[] {
  const signing = signsAt(keys, at);
  const others = keys.filter((key) => key !== signing && at < (key.keptUntil ?? at + 1));
  return [signing, ...others];
}
