import { Button, Group, Paper } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type {
  ChangeView,
  DecideProposalRequest,
  ProposalsReply,
  ProposalView,
} from "../../http/reviews-contract.ts";
import type { Messages } from "../messages/en.ts";
import { sayReason } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { askJson } from "./requests.ts";
import styles from "./table.module.css";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** What would be changed, in a sentence and what that means. */
function changeIn(
  change: ChangeView,
  t: Messages,
): { readonly title: string; readonly hint: string } {
  const minutes = (time: number): string => t.proposalMinutes(Math.round(time / 60_000));
  if (change.type !== "pattern") {
    const who = change.people.map(({ name }) => name).join(", ");
    return { title: t.proposalRoster(who, change.ward), hint: t.proposalRosterHint };
  }
  const parameters = {
    "handover-margin-before": t.parameterBefore,
    "handover-margin-after": t.parameterAfter,
    tail: t.parameterTail,
  };
  const { now, parameter, pattern, proposed } = change;
  return {
    title: t.proposalPattern(parameters[parameter], minutes(proposed), pattern),
    hint: t.proposalPatternHint(minutes(now)),
  };
}

interface OneProposalProps {
  readonly proposal: ProposalView;
  readonly mayDecide: boolean;
  readonly busy: boolean;
  readonly onDecide: (decision: DecideProposalRequest["decision"]) => void;
}

/** One change: what it is, what asks for it, what it would have done, and the two answers. */
function OneProposal({ proposal, mayDecide, busy, onDecide }: OneProposalProps): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { change, conflict, counts, evidence } = proposal;
  const { hint, title } = changeIn(change, t);
  return (
    <Paper component="article" withBorder radius="lg" p="lg" mt="md" aria-label={title}>
      <h3 className={styles["listed"]}>{title}</h3>
      <p className={styles["hint"]}>{hint}</p>
      {counts === undefined ? (
        <p>{t.proposalCounting}</p>
      ) : (
        <p>
          {t.proposalSaved(counts.saved)} {t.proposalExposure(counts.exposure)}
        </p>
      )}
      <h4 className={styles["listed"]}>{t.proposalEvidence}</h4>
      <ul>
        {evidence.map(({ at, patient, reason, said, who }) => (
          <li key={`${who.id} ${at}`}>
            {timestamp(at, zone, locale)}: {who.name}, {patient?.name ?? t.reviewWholeWard}.{" "}
            {sayReason({ reason, said }, server)}
          </li>
        ))}
      </ul>
      {conflict !== undefined && (
        <p>{conflict === "of-your-manager" ? t.proposalManager : t.proposalOwn}</p>
      )}
      {conflict === undefined && mayDecide && (
        <Group>
          <Button aria-disabled={busy} onClick={() => onDecide("accept")}>
            {t.proposalAccept}
          </Button>
          <Button variant="default" aria-disabled={busy} onClick={() => onDecide("decline")}>
            {t.proposalDecline}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

/** Changes that repeated exceptions ask for (X20); nothing where there are none. */
export function Proposals(): ReactNode {
  const { t, language } = useWords();
  const { listen } = useConsole();
  const { answer, again } = useAsked<ProposalsReply>("proposals", 15_000);
  const { busy, said, run } = useDoing();
  const [left, setLeft] = useState<ProposalsReply>();
  useEffect(() => listen(({ kind }) => kind.startsWith("proposal.") && again()), [listen, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setLeft(undefined), [answer]);
  const shown = left ?? answer;
  const decide = (id: string, decision: DecideProposalRequest["decision"]): Promise<void> =>
    run(async () => {
      const path = `proposals/${encodeURIComponent(id)}/decide`;
      const body: DecideProposalRequest = { decision };
      setLeft(await askJson<ProposalsReply>({ path, body, language }));
      return decision === "accept" ? t.proposalAccepted : t.proposalDeclined;
    });
  const proposals = shown?.proposals ?? [];
  return (
    <>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      {proposals.length > 0 && (
        <section aria-label={t.proposals}>
          <h2>{t.proposals}</h2>
          <p>{t.proposalsHint}</p>
          {proposals.map((proposal) => (
            <OneProposal
              key={proposal.id}
              proposal={proposal}
              mayDecide={shown?.mayDecide === true}
              busy={busy}
              onDecide={(decision) => void decide(proposal.id, decision)}
            />
          ))}
        </section>
      )}
    </>
  );
}
