import type { Actor, Command } from "../world/index.ts";
import { type FindingRemedy, listFindings } from "./detectors/index.ts";
import { endCredential } from "./end-credential.ts";
import { WorkloadError } from "./errors.ts";
import { endCanary } from "./lay-canary.ts";
import { narrowWorkload } from "./narrow-workload.ts";
import { quarantine } from "./quarantine.ts";
import { retireWorkload } from "./retire-workload.ts";
import { suspendWorkload } from "./suspend-workload.ts";

/**
 * Does the one step that a finding names, by the operation that there is for it, as it is found at that moment: a finding whose
 * step has changed since somebody looked is looked at again. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `finding-unknown`, `finding-no-step`, and whatever the step's operation throws
 */
export function remedyFinding(request: {
  readonly finding: string;
  /** The step that was shown: another one is not taken unseen. */
  readonly shown: FindingRemedy["type"];
  readonly actor: Actor;
}): Command<{ readonly remedy: FindingRemedy }> {
  const { actor, finding, shown } = request;
  return {
    name: "finding.remedy",
    actor,
    handle: (handling) => {
      const { at, world } = handling;
      const known = listFindings(world, at).find(({ id }) => id === finding);
      if (known === undefined) throw new WorkloadError("finding-unknown");
      const { remedy } = known;
      if (remedy === undefined || remedy.type !== shown) throw new WorkloadError("finding-no-step");
      const { records } = stepOf(remedy, actor).handle(handling);
      return { records, answer: { remedy } };
    },
  };
}

function stepOf(remedy: FindingRemedy, actor: Actor): Command<unknown> {
  switch (remedy.type) {
    case "end-credential":
      return endCredential({ credential: remedy.credential, reason: "withdrawn", actor });
    case "suspend":
      return suspendWorkload({ workload: remedy.workload, reason: "concern", actor });
    case "retire":
      return retireWorkload({ workload: remedy.workload, actor });
    case "narrow":
      return narrowWorkload({ workload: remedy.workload, scopes: remedy.scopes, actor });
    case "quarantine":
      return quarantine(remedy.target, actor);
    case "end-canary":
      return endCanary({ canary: remedy.canary, actor });
  }
}
