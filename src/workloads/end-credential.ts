import type { Actor, Command, CredentialEndedBecause } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/**
 * Ends a credential at once, without a successor (N2: what is compromised or leaked has no overlap). What was issued by it is dead
 * with it. Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `credential-unknown`
 */
export function endCredential(request: {
  readonly credential: string;
  readonly reason: Extract<CredentialEndedBecause, "compromised" | "leaked" | "withdrawn">;
  readonly actor: Actor;
}): Command<void> {
  const { actor, credential, reason } = request;
  return {
    name: "workload.end-credential",
    actor,
    handle: ({ world }) => {
      const known = world.workloadCredentials.get(credential);
      if (known === undefined || known.ended !== undefined) {
        throw new WorkloadError("credential-unknown");
      }
      return {
        records: [{ kind: "workload-credential.ended", body: { credential, reason } }],
        answer: undefined,
      };
    },
  };
}
