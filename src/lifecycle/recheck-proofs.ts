import type {
  Actor,
  Command,
  Endings,
  Engagement,
  Handling,
  NewRecord,
  PassportSource,
  ProofLost,
} from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { endingOf, followingFrom } from "./ending-records.ts";

/** How a passport stands: good, not to be known now, or why it counts no more. */
export type PassportStanding = "good" | "unsure" | ProofLost;

/** What was found out of the passport that an engagement rests on. */
export interface PassportFinding {
  readonly engagement: string;
  readonly passport: PassportSource;
  readonly standing: PassportStanding;
}

/** Whether a finding changes what is on record: whoever looks again and again records nothing by it. */
export function isNews(engagement: Engagement | undefined, finding: PassportFinding): boolean {
  const { passport, standing } = finding;
  const proof = engagement?.state === "ended" ? undefined : engagement?.proof;
  // Another passport, or other evidence, may have taken its place.
  const isThis =
    proof?.passport !== undefined &&
    proof.lost === undefined &&
    proof.passport.issuer === passport.issuer &&
    proof.passport.list === passport.list &&
    proof.passport.index === passport.index;
  if (!isThis) return false;
  if (standing === "good") return proof.unsureSince !== undefined;
  return standing !== "unsure" || proof.unsureSince === undefined;
}

/**
 * Records how the passport stands that an engagement rests on (L7). One that counts no more suspends the engagement at once: from
 * this position on it gives nothing, and what was open by it is over. Of one whose issuer cannot be asked that is said, and nobody
 * is suspended by it.
 */
export function recheckProof(
  { endings }: { readonly endings: Endings },
  finding: PassportFinding,
  actor: Actor,
): Command<void> {
  const { engagement: id, standing } = finding;
  return {
    name: "engagement.recheck-proof",
    actor,
    handle: (handling) => {
      const engagement = handling.world.engagements.get(id);
      if (engagement === undefined || !isNews(engagement, finding)) {
        return { records: [], answer: undefined };
      }
      if (standing === "good" || standing === "unsure") {
        const kind = standing === "good" ? "proof.sure" : "proof.unsure";
        return { records: [{ kind, body: { engagement: id } }], answer: undefined };
      }
      const lost = { kind: "proof.lost", body: { engagement: id, why: standing } } as const;
      return { records: losing(endings, handling, engagement, lost), answer: undefined };
    },
  };
}

function losing(
  endings: Endings,
  handling: Handling,
  engagement: Engagement,
  lost: NewRecord,
): readonly NewRecord[] {
  if (engagement.state !== "active") return [lost];
  const body = { engagement: engagement.id, reason: "passport" } as const;
  // Before its beginning nothing is open by it.
  const isOpen = isRunning(engagement, handling.at);
  const open = isOpen ? endings(endingOf(handling, engagement, { what: "open" })) : [];
  return followingFrom(handling, lost, [{ kind: "engagement.suspended", body }, ...open]);
}
