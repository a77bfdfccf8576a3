import type {
  Actor,
  Command,
  CredentialPlace,
  NewRecord,
  WorkloadCredential,
} from "../world/index.ts";
import { WorkloadError } from "./errors.ts";

/** From where an old credential was used since its successor is there: those who have not been moved yet (N2). */
export function stillUsing({
  replaced,
  used,
}: Pick<WorkloadCredential, "replaced" | "used">): readonly CredentialPlace[] {
  if (replaced === undefined) return [];
  return (used?.places ?? []).filter(({ at }) => at > replaced.at);
}

/**
 * Ends the old credential of a rotation before its overlap does. Where callers still use it, only if that is said to be meant.
 * Whether the actor may is the caller's to decide.
 *
 * @throws WorkloadError `credential-unknown`, `credential-not-leaving`, `credential-still-used`
 */
export function finishRotation(request: {
  readonly credential: string;
  readonly anyway?: boolean;
  readonly actor: Actor;
}): Command<{ readonly callers: readonly CredentialPlace[] }> {
  const { actor, anyway = false, credential } = request;
  return {
    name: "workload.finish-rotation",
    actor,
    handle: ({ world }) => {
      const known = world.workloadCredentials.get(credential);
      if (known === undefined || known.ended !== undefined) {
        throw new WorkloadError("credential-unknown");
      }
      if (known.replaced === undefined) throw new WorkloadError("credential-not-leaving");
      const callers = stillUsing(known);
      if (callers.length > 0 && !anyway) {
        throw new WorkloadError("credential-still-used", { count: String(callers.length) });
      }
      const body = { credential, reason: "rotated" } as const;
      const ended: NewRecord = { kind: "workload-credential.ended", body };
      return { records: [ended], answer: { callers } };
    },
  };
}
