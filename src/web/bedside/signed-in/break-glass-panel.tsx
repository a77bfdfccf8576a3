import { Button } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import type { Panel } from "./attempt.ts";
import styles from "./refusal-panel.module.css";
import type { Attempts } from "./use-attempts.ts";

export interface BreakGlassPanelProps {
  readonly attempts: Attempts;
  readonly panel: Extract<Panel, { readonly type: "break-glass" }>;
}

/** Why the glass is broken, with one touch (X11); what it means is said before it is done. */
export function BreakGlassPanel({ attempts, panel }: BreakGlassPanelProps): ReactNode {
  const { t } = useWords();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const { patient, remedy, before } = panel;
  const busy = attempts.busy !== undefined;
  return (
    <section className={styles["refusal"]} aria-labelledby={id} data-testid="break-glass">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.breakGlassTitle}
      </h2>
      <div className={styles["reasons"]}>
        <p>{t.breakGlassBody(remedy.minutes)}</p>
      </div>
      <section className={styles["ways"]} aria-label={t.breakGlassReasons}>
        {remedy.reasons.map(({ code, label }) => (
          <Button
            key={code}
            className={styles["remedy"]}
            data-emergency={true}
            disabled={busy}
            rightSection={<Icon name="forward" />}
            justify="space-between"
            onClick={() => void attempts.attempt({ type: "break-glass", patient, reason: code })}
          >
            {label}
          </Button>
        ))}
        <Button
          className={styles["back"]}
          variant="default"
          leftSection={<Icon name="back" />}
          onClick={() => attempts.setPanel(before)}
        >
          {t.back}
        </Button>
      </section>
    </section>
  );
}
