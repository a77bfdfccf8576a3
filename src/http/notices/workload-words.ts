import type { RecordOf, World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** Somebody presented a secret that belongs to nobody, or found it; undefined where it is over already. */
export function canaryFacts(world: World, canary: string): Facts | undefined {
  const known = world.canaries.get(canary);
  if (known === undefined || known.ended !== undefined) return undefined;
  return { person: "wardkey", reason: known.laid, type: "workload" };
}

/** A workload's credential ended because it leaked: whoever answers for the workload is told; undefined for any other end. */
export function leakedFacts(
  world: World,
  { credential, reason }: RecordOf<"workload-credential.ended">["body"],
): Facts | undefined {
  const known = world.workloadCredentials.get(credential);
  const workload = world.workloads.get(known?.workload ?? "");
  if (reason !== "leaked" || workload === undefined) return undefined;
  const owner = workload.owner === undefined ? {} : { about: workload.owner };
  return { person: "wardkey", reason: workload.id, type: "workload", ...owner };
}

type Words<A extends string> = { readonly [K in A]: (telling: Telling) => Said };

/** That a canary was used. */
export const canaryWords: Words<"incidents"> = {
  incidents: ({ reason }) => ({
    subject: `Somebody used a secret that was laid at "${reason}"`,
    text: [
      `A secret that belongs to nobody was used, or reported as found. It was laid at "${reason}" and nowhere else: whoever used it has read that place, and whatever else lies there. Nothing was opened by it.`,
      'From where it was presented is in the record of now, on the page Audit trail. Look at who can read that place, and replace what else lies there; then end the canary with "wardkey workload end-canary".',
    ],
  }),
};

/** That a secret leaked, and has ended. */
export const leakedWords: Words<"subject" | "incidents"> = {
  subject: ({ reason }) => ({
    subject: `A credential of your workload ${reason} leaked, and has ended`,
    text: [
      `Somebody found a credential of the workload ${reason} where it does not belong. It ended at once, and the workload is let in with it no more.`,
      'Give it another one now ("wardkey workload credential"), a key of its own rather than a secret, and take the old one out of where it was found: it stands in that place\'s history still.',
    ],
  }),
  incidents: ({ reason }) => ({
    subject: `A credential of the workload ${reason} leaked, and has ended`,
    text: [
      `Somebody found a credential of the workload ${reason} where it does not belong. It ended at once; whoever answers for the workload was told.`,
      'What it was used for since, and from where, is shown by "wardkey workload show" and on the page Audit trail.',
    ],
  }),
};
