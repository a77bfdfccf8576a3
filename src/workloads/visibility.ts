import type { Duration, Instant } from "../ports/index.ts";
import type { Workload, World } from "../world/index.ts";
import { isEngaged } from "./find-workload.ts";

/** An account that another system lists: a directory, a database, a cloud. */
export interface Account {
  /** Which kind of system: `ad`, `postgresql`, `aws`. */
  readonly source: string;
  readonly name: string;
  readonly usedAt?: Instant;
}

/** How much of what runs is known, and how well (known by discovered is the visibility figure). */
export interface Visibility {
  readonly accounts: readonly (Account & { readonly workload?: string })[];
  readonly discovered: number;
  readonly known: number;
  /** Workloads that are not decommissioned. */
  readonly workloads: number;
  /** Those of them with an owner who works here, a purpose, and an end to come. */
  readonly whole: number;
  /** Those of them that somebody looked at within half a year. */
  readonly reviewed: number;
}

/** A review is recent for so long. */
const reviewedWithin: Duration = 183 * 24 * 60 * 60 * 1000;

/** Finds for each account the workload that it is said to be of: by nothing but what somebody has said, not by a likeness of names. */
export function visibilityOf(world: World, accounts: readonly Account[], at: Instant): Visibility {
  const owners = new Map<string, string>();
  let workloads = 0;
  let whole = 0;
  let reviewed = 0;
  for (const workload of world.workloads.values()) {
    if (workload.state === "decommissioned") continue;
    workloads++;
    if (isWhole(world, workload, at)) whole++;
    if (at - (workload.reviewedAt ?? Number.NEGATIVE_INFINITY) < reviewedWithin) reviewed++;
    for (const account of workload.accounts ?? []) owners.set(keyOf(account), workload.id);
  }
  const found = accounts.map((account) => {
    const workload = owners.get(keyOf(`${account.source}:${account.name}`));
    return { ...account, ...(workload === undefined ? {} : { workload }) };
  });
  return {
    accounts: found,
    discovered: found.length,
    known: found.filter(({ workload }) => workload !== undefined).length,
    workloads,
    whole,
    reviewed,
  };
}

/** Directories and databases do not tell names apart by their letters' case. */
function keyOf(account: string): string {
  return account.toLowerCase();
}

function isWhole(world: World, { owner, purpose, until }: Workload, at: Instant): boolean {
  return owner !== undefined && isEngaged(world, owner, at) && purpose.trim() !== "" && at < until;
}

/** Which workloads speak of all these words, in whatever is said of them: of any case, in any part. */
export function findWorkloads(world: World, words: readonly string[]): readonly Workload[] {
  const wanted = words.map((word) => word.toLowerCase());
  return [...world.workloads.values()].filter((workload) => {
    const { accounts = [], deputy, environment, id, name, networks = [], owner } = workload;
    const { neededBy = [], purpose, scopes, state, vendor, wards = [] } = workload;
    const said = [id, name, purpose, owner, deputy, environment, vendor, state, ...scopes];
    const text = [...said, ...accounts, ...networks, ...neededBy, ...wards]
      .join("\n")
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
