import { Button } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { birthDay } from "../../shared/zoned.ts";
import type { Panel } from "./attempt.ts";
import styles from "./confirm-panel.module.css";
import { PatientNumber } from "./patient-bar.tsx";
import panelStyles from "./refusal-panel.module.css";
import type { Attempts } from "./use-attempts.ts";

export interface ConfirmPanelProps {
  readonly attempts: Attempts;
  readonly panel: Extract<Panel, { readonly type: "confirm" }>;
}

/** Whether this patient is meant, at another patient's bed (S8): one touch goes on with the very same text, one goes back to it. */
export function ConfirmPanel({ attempts, panel }: ConfirmPanelProps): ReactNode {
  const { t, locale } = useWords();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const { attempt, bed, patient } = panel;
  const busy = attempts.busy !== undefined;
  return (
    <section className={panelStyles["refusal"]} aria-labelledby={id} data-testid="confirm">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.confirmTitle(patient.name)}
      </h2>
      <dl className={styles["who"]}>
        <div>
          <dt>{t.born}</dt>
          <dd>{birthDay(patient.birthDate, locale)}</dd>
        </div>
        <div>
          <dt>{t.number}</dt>
          <dd>
            <PatientNumber number={patient.number} />
          </dd>
        </div>
      </dl>
      <div className={panelStyles["reasons"]}>
        <p>
          {t.confirmBed(bed.bed, bed.ward)}{" "}
          {bed.patient === undefined ? t.confirmNotThere : t.confirmLies(bed.patient.name)}
        </p>
      </div>
      <blockquote className={styles["text"]}>{attempt.text}</blockquote>
      <section className={panelStyles["ways"]} aria-label={t.whatNext}>
        <Button
          className={panelStyles["remedy"]}
          disabled={busy}
          rightSection={<Icon name="forward" />}
          justify="space-between"
          onClick={() => void attempts.attempt({ ...attempt, confirmed: true })}
        >
          {t.confirmYes(patient.name)}
        </Button>
        <Button
          className={panelStyles["back"]}
          variant="default"
          leftSection={<Icon name="back" />}
          disabled={busy}
          onClick={() => attempts.setPanel({ type: "compose", action: attempt.action })}
        >
          {t.confirmNo}
        </Button>
      </section>
    </section>
  );
}
