import type { Json, Side, SideKey } from "../ports/index.ts";
import type { Actor, Command } from "../world/index.ts";
import type { Account } from "./visibility.ts";

/** What was discovered, under its source and its name: beside the log, which takes no names (U3). */
const prefix = "account|";

/** Accounts in one command. */
export const accountsAtOnce = 500;

/** What is kept of an account: when it was first and last seen, and when it was used, as its system says. */
interface Kept {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly usedAt?: number;
}

/** An account that was discovered at some time. */
export interface KeptAccount extends Account, Kept {}

function keyOf({ name, source }: Account): SideKey {
  return { table: "names", key: `${prefix}${source}|${name}` };
}

/** Keeps that accounts were seen, {@link accountsAtOnce} at most. Whether the actor may is the caller's to decide. */
export function keepAccounts(accounts: readonly Account[], actor: Actor): Command<void> {
  const keys = accounts.map(keyOf);
  return {
    name: "workload.keep-accounts",
    actor,
    needs: keys,
    handle: ({ at, side }) => ({
      records: [],
      side: accounts.map(({ usedAt, ...account }) => {
        const key = keyOf(account);
        const before = side(key) as Partial<Kept> | undefined;
        const used = usedAt ?? before?.usedAt;
        const kept: Kept = {
          firstAt: before?.firstAt ?? at,
          lastAt: at,
          ...(used === undefined ? {} : { usedAt: used }),
        };
        return { ...key, value: kept as unknown as Json };
      }),
      answer: undefined,
    }),
  };
}

/** Everything that was discovered, by source and name. */
export async function keptAccounts(side: Pick<Side, "list">): Promise<readonly KeptAccount[]> {
  const found: KeptAccount[] = [];
  let after: string | undefined;
  for (;;) {
    const page = { prefix, limit: 1_000, ...(after === undefined ? {} : { after }) };
    const rows = await side.list("names", page);
    for (const { key, value } of rows) {
      const [source = "", ...name] = key.slice(prefix.length).split("|");
      found.push({ source, name: name.join("|"), ...(value as unknown as Kept) });
    }
    after = rows.at(-1)?.key;
    if (rows.length < page.limit || after === undefined) return found;
  }
}
