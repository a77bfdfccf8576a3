import type { Duration, Instant, Json } from "../../ports/index.ts";
import type { Actor, Command } from "../../world/index.ts";
import { HttpError } from "../errors.ts";
import { keysRow, type RowKey, rowKeys } from "./issuing-keys-row.ts";

const day: Duration = 24 * 3_600_000;

/** The longest that a passport lasts, and the list of what was revoked with it. */
const neededAfter: Duration = 91 * day;

/** How the key for passports is turned. */
export interface Turn {
  /** Others put keys into their policies by hand: so long before it signs, the next one is published. */
  readonly after: Duration;
  /** The key before is somebody else's too: the next signs at once, and none before it is published any more (N2). */
  readonly compromised: boolean;
}

/** What came of it. */
export interface Turned {
  readonly kid: string;
  readonly from: Instant;
  /** Until when the key before is published too; absent: it is not any more. */
  readonly keptUntil?: Instant;
}

/**
 * Turns the key by which passports of this house are signed: the next one is published at once, signs once the time is over, and the one
 * before stays published for as long as what it signed lasts. Whether the actor may is the caller's to decide.
 *
 * @throws HttpError `key-turning` while the last one that was made does not sign yet, unless it is compromised
 */
export function turnIssuingKey(
  made: RowKey,
  { after, compromised }: Turn,
  actor: Actor,
): Command<Turned> {
  return {
    name: "passport.turn-key",
    actor,
    needs: [keysRow],
    handle: ({ at, side }) => {
      const row = side(keysRow);
      const known = row === undefined ? [] : rowKeys(row);
      const last = known.at(-1);
      if (compromised || last === undefined) {
        const key = { kid: made.kid, sealed: made.sealed, from: at };
        return turned([key], { kid: key.kid, from: at }, compromised);
      }
      if ((last.from ?? at) > at) throw turning(last.from ?? at);
      const from = at + after;
      const keptUntil = from + neededAfter;
      const kept = known.filter((key) => key === last || at < (key.keptUntil ?? 0));
      const keys = kept.map((key) => (key === last ? { ...key, keptUntil } : key));
      const next = { kid: made.kid, sealed: made.sealed, from };
      return turned([...keys, next], { kid: next.kid, from, keptUntil }, false);
    },
  };
}

function turned(keys: readonly RowKey[], answer: Turned, compromised: boolean) {
  const { from, keptUntil, kid: key } = answer;
  const body = { key, from, ...(keptUntil === undefined ? {} : { keptUntil }), compromised };
  return {
    records: [{ kind: "passport-key.turned", body } as const],
    side: [{ ...keysRow, value: { keys } as unknown as Json }],
    answer,
  };
}

function turning(from: Instant): HttpError {
  return new HttpError(
    "key-turning",
    `The key for passports is being turned already: the next one signs from ${new Date(from).toISOString()} on. Turn it again after that, or with --compromised.`,
  );
}
