import { Button } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import type { Panel } from "./attempt.ts";
import styles from "./refusal-panel.module.css";
import type { Attempts } from "./use-attempts.ts";

export interface CoverPanelProps {
  readonly attempts: Attempts;
  readonly panel: Extract<Panel, { readonly type: "cover" }>;
}

/** Why access is asked for, with one touch; whom it asks and for how long is said before it is done. */
export function CoverPanel({ attempts, panel }: CoverPanelProps): ReactNode {
  const { t } = useWords();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const { remedy, before } = panel;
  const { minutes, ward, ...asked } = remedy.request;
  return (
    <section className={styles["refusal"]} aria-labelledby={id} data-testid="cover">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.coverTitle}
      </h2>
      <div className={styles["reasons"]}>
        <p>{t.coverBody(ward, t.grantMinutes(minutes))}</p>
      </div>
      <section className={styles["ways"]} aria-label={t.coverReasons}>
        {remedy.reasons.map(({ code, label }) => (
          <Button
            key={code}
            className={styles["remedy"]}
            disabled={attempts.busy !== undefined}
            rightSection={<Icon name="forward" />}
            justify="space-between"
            onClick={() => {
              const request = { ...asked, minutes, reason: code };
              void attempts.attempt({ type: "ask-cover", request });
            }}
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
