import type { Instant } from "../ports/index.ts";
import type { LogRecord, World } from "../world/index.ts";
import { currentDecider } from "./bundle/activate-policy.ts";
import type { Bundles } from "./bundle/bundles.ts";
import { decide } from "./decide.ts";
import { AccessError } from "./errors.ts";

/** A decision as far as a replay compares it. */
export interface Outcome {
  readonly decision: "permit" | "deny";
  readonly policies: readonly string[];
  readonly bundle: string;
  readonly decider: number;
}

/** What a replay found. */
export type Replayed =
  | { readonly type: "same"; readonly outcome: Outcome }
  | { readonly type: "different"; readonly recorded: Outcome; readonly replayed: Outcome }
  /** The bundle that the record names is not loaded: it stands in the table `bundles` under this hash. */
  | { readonly type: "bundle-missing"; readonly hash: string };

/**
 * Decides a recorded decision again in the world at its position, and compares decision and determining
 * policies. `world` must be the fold of all records before it. What a node decided while it was cut off rests on another one: the
 * fold of all before `record.offline` with `downtime` set, and of what that node did in that downtime before (X14).
 *
 * @throws AccessError `not-a-decision`
 */
export function replay(
  { bundles, world }: { readonly bundles: Bundles; readonly world: World },
  record: LogRecord,
): Replayed {
  if (record.kind !== "decision.permitted" && record.kind !== "decision.denied") {
    throw new AccessError(
      "not-a-decision",
      `The record at position ${record.position} is no decision.`,
    );
  }
  const { subject, action, resource, context, bundle: hash, policies, decider } = record.body;
  const bundle = bundles.get(hash);
  if (bundle === undefined) return { type: "bundle-missing", hash };
  const request = { subject, action, resource, context };
  const answer = decide({ bundle, world, request, at: decidedAt(record), remedies: false });
  const recorded: Outcome = {
    decision: record.kind === "decision.permitted" ? "permit" : "deny",
    policies,
    bundle: hash,
    decider,
  };
  const replayed: Outcome = {
    decision: answer.type,
    policies: answer.policies,
    bundle: hash,
    decider: currentDecider,
  };
  const same =
    recorded.decision === replayed.decision && policies.join(" ") === answer.policies.join(" ");
  return same ? { type: "same", outcome: recorded } : { type: "different", recorded, replayed };
}

function decidedAt({ at, occurredAt, offline }: LogRecord): Instant {
  return offline === undefined ? at : (occurredAt ?? at);
}
