import { Button } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./refusal-panel.module.css";

export interface ReasonsPanelProps {
  readonly testId: string;
  readonly title: string;
  /** What it means, said before it is done. */
  readonly body: string;
  /** What the reasons are called, for who hears the screen. */
  readonly label: string;
  readonly reasons: readonly { readonly code: string; readonly label: string }[];
  readonly emergency?: boolean;
  /** What is chosen before the reason. */
  readonly children?: ReactNode;
  readonly busy: boolean;
  readonly onReason: (code: string) => void;
  readonly onBack: () => void;
}

/** Why somebody wants what was refused: one touch says it, and does it. */
export function ReasonsPanel(props: ReasonsPanelProps): ReactNode {
  const { t } = useWords();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const {
    testId,
    title,
    body,
    label: called,
    reasons,
    emergency,
    busy,
    children,
    onReason,
    onBack,
  } = props;
  return (
    <section className={styles["refusal"]} aria-labelledby={id} data-testid={testId}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <div className={styles["reasons"]}>
        <p>{body}</p>
      </div>
      {children}
      <section className={styles["ways"]} aria-label={called}>
        {reasons.map(({ code, label }) => (
          <Button
            key={code}
            className={styles["remedy"]}
            data-emergency={emergency}
            disabled={busy}
            rightSection={<Icon name="forward" />}
            justify="space-between"
            onClick={() => onReason(code)}
          >
            {label}
          </Button>
        ))}
        <Button
          className={styles["back"]}
          variant="default"
          leftSection={<Icon name="back" />}
          onClick={onBack}
        >
          {t.back}
        </Button>
      </section>
    </section>
  );
}
