import type { Actor, Command } from "../world/index.ts";

/**
 * Somebody has found a secret where it does not belong, and has it: it ends at once, whoever they are (N2: what leaked has no overlap).
 * Of a canary it says that its place is read. What has ended already is no news. `found` is whose the secret is, by its hash.
 */
export function reportLeak(report: { readonly found: string; readonly actor: Actor }): Command<{
  readonly ended: boolean;
}> {
  const { actor, found } = report;
  return {
    name: "workload.report-leak",
    actor,
    handle: ({ world }) => {
      const canary = world.canaries.get(found);
      if (canary !== undefined && canary.ended === undefined) {
        const body = { canary: found, how: "reported" } as const;
        return { records: [{ kind: "canary.used", body }], answer: { ended: false } };
      }
      const known = world.workloadCredentials.get(found);
      if (known === undefined || known.ended !== undefined) {
        return { records: [], answer: { ended: false } };
      }
      const body = { credential: found, reason: "leaked" } as const;
      return {
        records: [{ kind: "workload-credential.ended", body }],
        answer: { ended: true },
      };
    },
  };
}
