import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react";
import type { CampaignsReply, CampaignView, EvidenceReply } from "../../http/campaigns-contract.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import { AccessEvidence } from "./access-evidence.tsx";
import { AccessForm } from "./access-form.tsx";
import { AccessWard, type WardActs } from "./access-ward.tsx";
import { scopeWords } from "./access-words.ts";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** How long somebody has looked since they last decided something here. */
function useSpent(): () => number {
  const since = useRef(performance.now());
  return () => {
    const spent = performance.now() - since.current;
    since.current = performance.now();
    // A page that was left open counts no more than a day.
    return Math.min(Math.round(spent), 86_400_000);
  };
}

function OneCampaign({
  campaign,
  acts,
  evidence,
}: {
  readonly campaign: CampaignView;
  readonly acts: (campaign: CampaignView) => WardActs;
  /** Of whoever opens reviews. */
  readonly evidence?: Pick<ComponentProps<typeof AccessEvidence>, "busy" | "made" | "onMake">;
}): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { closedAt, counts, due, id, scope, scopeName, soon, wards } = campaign;
  const { confirmed, ended, escalated, left, listed } = counts;
  const title = scopeWords(scope, scopeName ?? scope.of ?? "", t);
  return (
    <section aria-labelledby={`access-${id}`} data-testid="campaign">
      <h2 id={`access-${id}`}>{title}</h2>
      <p>
        {closedAt === undefined
          ? t.accessDue(dayAndTime(due, zone, locale))
          : t.accessClosed(dayAndTime(closedAt, zone, locale))}
      </p>
      <p>
        {t.accessCounts(listed, confirmed, ended)}, {t.accessLeft(left + escalated)}
        {escalated > 0 && ` (${t.accessEscalated(escalated)})`}
      </p>
      {soon && closedAt === undefined && (
        <p data-testid="soon">
          <strong>{t.accessSoon}</strong>
        </p>
      )}
      {evidence !== undefined && <AccessEvidence id={id} title={title} {...evidence} />}
      {wards.map((ward) => (
        <AccessWard key={ward.ward} ward={ward} acts={acts(campaign)} />
      ))}
    </section>
  );
}

/** Reviews of the access that people have: what is ordinary in one act, what is not one by one (L8). */
export function AccessPage(): ReactNode {
  const { t, language } = useWords();
  const { listen } = useConsole();
  const asked = useAsked<CampaignsReply>("campaigns", 60_000);
  const { again } = asked;
  const { busy, needsPasskey, run, said } = useDoing();
  const [left, setLeft] = useState<CampaignsReply>();
  const [made, setMade] = useState<{ readonly id: string; readonly reply: EvidenceReply }>();
  const spent = useSpent();
  useEffect(() => listen(({ kind }) => kind.startsWith("campaign.") && again()), [listen, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setLeft(undefined), [asked.answer]);
  const post = (path: string, body: unknown, words: string): Promise<void> =>
    run(async () => {
      setLeft(await askJson<CampaignsReply>({ path, body, language }));
      return words;
    });
  const acts = ({ id }: CampaignView): WardActs => {
    const path = (what: string) => `campaigns/${encodeURIComponent(id)}/${what}`;
    return {
      busy,
      confirm: ({ ordinary, ward }) =>
        void post(path("confirm"), { ward, spent: spent() }, t.accessConfirmedAll(ordinary)),
      decide: ({ assignment, part, who }, outcome) => {
        const words = outcome === "confirmed" ? t.accessKept(who.name) : t.accessEnded(who.name);
        void post(path("decide"), { assignment, outcome, part, spent: spent() }, words);
      },
      delegate: ({ ward }, { id: to, name }) =>
        void post(path("delegate"), { ward, to }, t.accessAsked(name)),
    };
  };
  const evidenceOf = ({ id }: CampaignView) => ({
    busy,
    made: made?.id === id ? made.reply : undefined,
    onMake: () =>
      void run(async () => {
        const path = `campaigns/${encodeURIComponent(id)}/evidence`;
        setMade({
          id,
          reply: await askJson<EvidenceReply>({ path, body: { language }, language }),
        });
        return t.accessEvidenceMade;
      }),
  });
  const answer = left ?? asked.answer;
  return (
    <>
      <Failed asked={asked} />
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      {needsPasskey && <PasskeyButton onRaised={again} />}
      {answer?.campaigns.length === 0 && (
        <Empty title={t.accessNone} hint={t.accessNoneHint} filtered={false} />
      )}
      {answer?.campaigns.map((campaign) => (
        <OneCampaign
          key={campaign.id}
          campaign={campaign}
          acts={acts}
          {...(answer.mayOpen ? { evidence: evidenceOf(campaign) } : {})}
        />
      ))}
      {answer?.mayOpen === true && (
        <AccessForm
          busy={busy}
          onOpen={(scope) => void post("campaigns", { scope }, t.accessOpened)}
        />
      )}
    </>
  );
}
