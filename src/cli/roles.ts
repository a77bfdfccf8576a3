import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Bundle, loadBundle } from "../access/index.ts";
import { nodeHasher, type Store } from "../node/index.ts";
import {
  type Entitlement,
  mineRoles,
  proposeChange,
  type RoleUse,
  replayLog,
  rolesFile,
  unusedEntitlements,
  withoutEntitlements,
  writeRoleUse,
} from "../rehearsal/index.ts";
import type { RunCommand } from "./index.ts";
import { openToRead } from "./open-to-read.ts";
import { progressBar } from "./progress.ts";
import { readArguments } from "./read-arguments.ts";
import { readPeriod } from "./read-period.ts";
import { loadPolicy } from "./rehearse/load-policy.ts";
import { replaySource } from "./replay-source.ts";
import { type Needed, whatTasksAllow } from "./roles/what-tasks-allow.ts";
import { policyFolder } from "./serve/policy.ts";
import { UsageError } from "./usage-error.ts";

const tasksFolder = join(import.meta.dirname, "../../scenarios");

const usage = `Usage: wardkey roles --used <from>/<to> [options]

What each role may, beside what people who have it did in that time: how often, when last, in which wards. It reads the installation's
log and may run beside a server. What nobody used is proposed to be taken out of the role, as a change of ${rolesFile}, where every
task passes without it and no request of that time would have been answered otherwise. What is for emergencies is never proposed.
Nothing is changed by it: a person applies the proposal or does not.

  --used <from>/<to>   the time, such as 2026-01-10T00:00Z/2026-03-11T00:00Z; 60 days say more than a week
  --policy <folder>    the policy; the one that is shipped when left out
  --tasks <folder>     the tasks that the proposal has to pass; those that are shipped when left out
  --patch <file>       writes the proposal there
  --json               machine-readable

Exit code: 0 done, 2 something was asked for wrongly.`;

/** `wardkey roles` */
export const roles: RunCommand = async (args, environment) => {
  const { values } = readArguments(usage, {
    args: [...args],
    options: {
      used: { type: "string" },
      policy: { type: "string" },
      tasks: { type: "string" },
      patch: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.used === undefined) {
    throw new UsageError("Name a time with --used, such as 2026-01-10T00:00Z/2026-03-11T00:00Z.");
  }
  const period = readPeriod("--used", values.used);
  const policy = await loadPolicy(values.policy ?? policyFolder);
  if (policy.type === "refused") return policy.code;
  const store = await openToRead(environment);
  const bar = progressBar("reading the log", values.json);
  try {
    const walk = { ...period, onProgress: (done: number, of: number) => bar.update(done, of) };
    const use = await mineRoles(store.log, policy.bundle, walk);
    const proposal = await narrow(policy.bundle, use, values.tasks ?? tasksFolder);
    const otherwise =
      proposal.change === "" ? 0 : await answeredOtherwise(store, proposal.bundle, period);
    bar.stop();
    const change = otherwise > 0 ? "" : proposal.change;
    if (values.patch !== undefined && change !== "") writeFileSync(values.patch, change);
    const { needed, unused } = proposal;
    const found: Found = { change, needed, otherwise, roles: use, unused };
    process.stdout.write(values.json ? `${JSON.stringify(found, null, 2)}\n` : sayFound(found));
    return 0;
  } finally {
    bar.stop();
    await store.close();
  }
};

interface Found {
  readonly roles: readonly RoleUse[];
  /** What is proposed to be taken out. */
  readonly unused: readonly Entitlement[];
  /** What nobody used, and some task or the policy itself needs. */
  readonly needed: readonly Needed[];
  /** Requests of that time that would have been answered otherwise. */
  readonly otherwise: number;
  /** Empty: nothing is proposed. */
  readonly change: string;
}

interface Proposal extends Pick<Found, "unused" | "needed" | "change"> {
  readonly bundle: Bundle;
}

async function narrow(bundle: Bundle, use: readonly RoleUse[], tasks: string): Promise<Proposal> {
  const without = (taken: readonly Entitlement[]) =>
    loadBundle({ hasher: nodeHasher }, withoutEntitlements(bundle.files, taken));
  const { allowed, needed } = await whatTasksAllow(unusedEntitlements(use), without, tasks);
  const loaded = allowed.length === 0 ? undefined : await without(allowed);
  const narrowed = loaded?.type === "loaded" ? loaded.bundle : bundle;
  const change = proposeChange(bundle.files, narrowed.files, rolesFile);
  return { bundle: narrowed, unused: allowed, needed, change };
}

/** How many requests of that time would have been answered otherwise: those that can be decided again at all. */
async function answeredOtherwise(
  store: Store,
  against: Bundle,
  walk: { readonly from: number; readonly to: number },
): Promise<number> {
  const { changed } = await replayLog(replaySource(store), { ...walk, against });
  return changed.reduce((sum, { requests }) => sum + requests, 0);
}

function sayFound({ change, needed, otherwise, roles: use, unused }: Found): string {
  const kept = needed.map(({ by, name, role }) => `  ${role}: ${name}, by ${by}\n`);
  const stays = kept.length === 0 ? "" : `not used, and needed all the same:\n${kept.join("")}\n`;
  return `${writeRoleUse(use)}\n${stays}${sayProposal({ change, otherwise, unused })}`;
}

function sayProposal({
  change,
  otherwise,
  unused,
}: Pick<Found, "change" | "otherwise" | "unused">) {
  if (unused.length === 0)
    return "nothing is proposed: nothing that was not used can be taken out.\n";
  if (change !== "") {
    return `proposed, and every task passes with it; no request of that time would have been answered otherwise:\n\n${change}`;
  }
  return `not proposed: ${otherwise} requests of that time would have been answered otherwise.\n`;
}
