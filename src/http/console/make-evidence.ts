import { createHash } from "node:crypto";
import type { Receipt } from "../../audit/index.ts";
import { type AccessEvidence, attestCampaign } from "../../reviews/index.ts";
import type { Session } from "../../world/index.ts";
import type { EvidenceReply, EvidenceRequest } from "../campaigns-contract.ts";
import { withNames } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requirePermit, sceneNow } from "./console-context.ts";
import { printEvidence } from "./print-evidence.ts";

const hasher = {
  sha256: (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest(),
};

/**
 * The evidence of a review of access (M9): what it looked at and came to, the receipts of every record by which something ended, and
 * the receipt of the record that says what the evidence hashes to, which signs it with the log's key.
 *
 * @throws HttpError `refused`, `unsigned` while no checkpoint covers it; ReviewError `campaign-unknown`
 */
export async function makeEvidence(
  context: Console,
  session: Session,
  campaign: string,
  { language = "en" }: EvidenceRequest,
): Promise<EvidenceReply> {
  const { app, receipts } = context.deps;
  const actor = { type: "person", id: session.person } as const;
  const attesting = attestCampaign({ hasher }, { actor, campaign });
  let evidence: AccessEvidence | undefined;
  await requirePermit(context, session, "campaign.open", {
    also: (handling) => {
      const made = attesting.handle(handling);
      evidence = made.answer;
      return made.records;
    },
  });
  const position = app.world().campaigns.get(campaign)?.attested?.position;
  const signature = position === undefined ? undefined : await receipts?.(position);
  if (evidence === undefined || signature === undefined) {
    throw refusedBy("unsigned", "engagement.unsigned");
  }
  const remediation = await receiptsOf(evidence, receipts);
  const pack = { evidence, remediation, signature };
  const html = await withNames(app.side, app.world, (names) =>
    printEvidence(pack, { bundle: sceneNow(context).bundle, language, names, world: app.world() }),
  );
  return { pack, html };
}

/** One for each act that ended something; those that were before the evidence are signed with it. */
async function receiptsOf(
  { items }: AccessEvidence,
  receipts: Console["deps"]["receipts"],
): Promise<readonly Receipt[]> {
  const positions = new Set<number>();
  for (const { decision } of items) {
    if (decision?.outcome === "ended") positions.add(decision.position);
  }
  const made: Receipt[] = [];
  for (const position of positions) {
    const receipt = await receipts?.(position);
    if (receipt === undefined) throw refusedBy("unsigned", "engagement.unsigned");
    made.push(receipt);
  }
  return made;
}
