import type { Actor, Command } from "../../world/index.ts";
import { AccessError } from "../errors.ts";
import type { Bundle } from "./bundle.ts";

/** The version of what stands around the policies: facts, validity, remedies. A replay names both sides'. */
export const currentDecider = 1;

/**
 * Makes a loaded bundle the policy of the hospital: a record, and the bundle's files beside the log.
 *
 * @throws AccessError `unknown-pattern` when a ward runs under a pattern that the bundle does not have;
 * then the last good one stays
 */
export function activatePolicy(bundle: Bundle, actor: Actor): Command<{ readonly hash: string }> {
  const { hash } = bundle;
  return {
    name: "policy.activate",
    actor,
    handle({ world }) {
      for (const { id, pattern } of world.wards.values()) {
        if (!bundle.patterns.has(pattern)) {
          throw new AccessError(
            "unknown-pattern",
            `"${id}" runs under the pattern "${pattern}", which this policy does not have. Add it to patterns.yaml.`,
          );
        }
      }
      return {
        records: [{ kind: "policy.activated", body: { decider: currentDecider, hash } }],
        side: [{ table: "bundles", key: hash, value: bundle.files }],
        answer: { hash },
      };
    },
  };
}
