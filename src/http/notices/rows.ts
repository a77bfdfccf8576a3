import type { Instant, Json, Position, Side, SideKey } from "../../ports/index.ts";
import type { Kind } from "../../world/index.ts";
import type { Audience, Facts } from "./kinds.ts";

/*
 * The rows of the table `notices`.
 *
 * | key | value |
 * | --- | --- |
 * | `notice|<target>|<position>|<person, or ->` | Notice: what is not told yet, or could not be; numbers are in the order of the log |
 * | `cursor` | Cursor of http/follower |
 */

/** Something that a person, or another system, is to be told. Whoever it names is named by id. */
export interface Notice extends Facts {
  readonly kind: Kind;
  /** The id of the record that it comes from. */
  readonly record: string;
  /** When it happened. */
  readonly at: Instant;
  /** As what they are told; absent: another system is. */
  readonly audience?: Audience;
  /** How often it was tried. */
  readonly tries: number;
  /** It is not tried before. */
  readonly next: Instant;
  /** Why it did not arrive, the last time. */
  readonly why?: string;
  /** It was tried for long enough: nobody tries again. */
  readonly over?: true;
}

const table = "notices";

/** Where the cursor is kept. */
export const cursorKey: SideKey = { table, key: "cursor" };

/** Where a notice waits. It comes from a record, so that whoever makes it again makes the same one. */
export function noticeKey(target: string, position: Position, person = "-"): SideKey {
  return { table, key: `notice|${target}|${String(position).padStart(16, "0")}|${person}` };
}

/** A notice, and where it waits. */
export interface WaitingNotice {
  readonly key: SideKey;
  readonly notice: Notice;
}

/** The target that a notice is for. */
export function targetOf({ key }: SideKey): string {
  return key.split("|")[1] as string;
}

/** The person that a notice is for; undefined where it is for another system. */
export function personOf({ key }: SideKey): string | undefined {
  const person = key.split("|")[3] as string;
  return person === "-" ? undefined : person;
}

const page = 500;

/** What waits, or could not be told, oldest first: for one target, or for all. */
export async function readNotices(
  side: Pick<Side, "list">,
  target?: string,
): Promise<readonly WaitingNotice[]> {
  const prefix = target === undefined ? "notice|" : `notice|${target}|`;
  const found: WaitingNotice[] = [];
  for (let after = ""; ; ) {
    const rows = await side.list(table, { prefix, after, limit: page });
    for (const { key, value } of rows) {
      found.push({ key: { table, key }, notice: value as unknown as Notice });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return found;
    after = last.key;
  }
}

/** A notice as it is written. */
export function asJson(notice: Notice): Json {
  return notice as unknown as Json;
}
