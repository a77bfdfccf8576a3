import { Button, Group, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  AcceptFindingRequest,
  FindingView,
  RemedyFindingRequest,
} from "../../http/workloads-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import { dayOf } from "../shared/zoned.ts";
import { Empty } from "./empty.tsx";
import { Facts } from "./one-thing.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { Sure } from "./sure.tsx";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";
import { sayFinding } from "./workload-words.ts";
import styles from "./workloads.module.css";

export interface WorkloadFindingsProps {
  readonly findings: readonly FindingView[];
  readonly mayStop: boolean;
  readonly mayLookAfter: boolean;
  readonly again: () => void;
}

/** What was found, the worst first, with its evidence, what to do, and the one step where there is a safe one. */
export function WorkloadFindings({
  again,
  findings,
  mayLookAfter,
  mayStop,
}: WorkloadFindingsProps): ReactNode {
  const { t, language } = useWords();
  const [accepting, setAccepting] = useState<FindingView>();
  const { needsPasskey, run, said } = useDoing();
  const step = ({ id, remedy }: FindingView): void => {
    if (remedy === undefined) return;
    const body: RemedyFindingRequest = { finding: id, shown: remedy.type };
    void run(async () => {
      await askJson({ path: "findings/remedy", body, language });
      again();
      return t.wlStepDone;
    });
  };
  const accept = async (body: AcceptFindingRequest): Promise<void> => {
    setAccepting(undefined);
    await run(async () => {
      await askJson({ path: "findings/accept", body, language });
      again();
      return t.wlAcceptedDone;
    });
  };
  if (findings.length === 0) {
    return <Empty title={t.noFindings} hint={t.noFindingsHint} filtered={false} />;
  }
  return (
    <>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      {needsPasskey && <PasskeyButton onRaised={again} />}
      <ul className={styles["findings"]} aria-label={t.wlFindings}>
        {findings.map((finding) => (
          <li key={finding.id} data-severity={finding.severity}>
            <Finding
              finding={finding}
              step={mayTake(finding, { mayLookAfter, mayStop }) ? () => step(finding) : undefined}
              accept={mayLookAfter ? () => setAccepting(finding) : undefined}
            />
          </li>
        ))}
      </ul>
      {accepting !== undefined && (
        <Accept
          finding={accepting}
          onAccept={(body) => void accept(body)}
          onClose={() => setAccepting(undefined)}
        />
      )}
    </>
  );
}

function mayTake(
  { remedy }: FindingView,
  { mayLookAfter, mayStop }: Pick<WorkloadFindingsProps, "mayLookAfter" | "mayStop">,
): boolean {
  if (remedy === undefined) return false;
  return remedy.type === "quarantine" || remedy.type === "suspend" ? mayStop : mayLookAfter;
}

function Finding({
  accept,
  finding,
  step,
}: {
  readonly finding: FindingView;
  readonly step: (() => void) | undefined;
  readonly accept: (() => void) | undefined;
}): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { about, accepted, evidence, name, remedy, risk, severity, since } = finding;
  const { fix, what: told } = sayFinding(finding, server);
  return (
    <article>
      <h3>
        <span className={styles["severity"]}>{t.wlSeveritySaid(severity)}</span>{" "}
        {name === undefined ? told : `${name}: ${told}`}
      </h3>
      <p>{fix}</p>
      <Facts
        facts={[
          [t.wlRisk, `${risk}:2025${about.length === 0 ? "" : ` (${about.join(", ")})`}`],
          [t.wlSince, since === undefined ? t.wlJustNow : dayOf(since, zone, locale)],
          [t.wlEvidence, evidence.join(", ")],
        ]}
      />
      {accepted !== undefined && (
        <p>{t.wlAccepted(accepted.by, dayOf(accepted.until, zone, locale), accepted.because)}</p>
      )}
      <Group mt="xs">
        {remedy !== undefined && step !== undefined && (
          <Sure
            label={t.wlStepSaid(remedy.type)}
            whose={name ?? finding.id}
            what={[t.wlStepSureSaid(remedy.type), ...(remedy.scopes ?? [])].join(" ")}
            onSure={step}
          />
        )}
        {accepted === undefined && accept !== undefined && (
          <Button variant="default" aria-label={`${t.wlAccept}: ${told}`} onClick={accept}>
            {t.wlAccept}
          </Button>
        )}
      </Group>
    </article>
  );
}

function Accept({
  finding,
  onAccept,
  onClose,
}: {
  readonly finding: FindingView;
  readonly onAccept: (body: AcceptFindingRequest) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t, server } = useWords();
  const { id } = finding;
  const [because, setBecause] = useState("");
  const [days, setDays] = useState(30);
  return (
    <Dialog
      title={t.wlAcceptTitle(sayFinding(finding, server).what)}
      size="34rem"
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAccept({ finding: id, because: because.trim(), days });
        }}
      >
        <TextInput
          label={t.wlAcceptWhy}
          description={t.wlAcceptWhyHint}
          value={because}
          required
          pattern="[a-z][a-z\-]{1,39}"
          maxLength={40}
          data-autofocus
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
        <TextInput
          label={t.wlAcceptDays}
          type="number"
          value={days}
          min={1}
          max={90}
          required
          onChange={(event) => setDays(event.currentTarget.valueAsNumber)}
        />
        <Group mt="md">
          <Button type="submit">{t.wlAcceptDo}</Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
