import { Button } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import type { WaitingView } from "../../../http/roster-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import type { Attempts } from "../signed-in/use-attempts.ts";
import { Pick, toggled } from "./pick.tsx";
import styles from "./roster.module.css";

export interface WaitingPanelProps {
  readonly waiting: readonly WaitingView[];
  readonly attempts: Attempts;
}

/** Who waits to be confirmed: all are ticked, so that a whole list is one touch (L9). */
export function WaitingPanel({ waiting, attempts }: WaitingPanelProps): ReactNode {
  const { t, tell } = useWords();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = waiting.filter((one) => !left.has(one.id)).map((one) => one.id);
  const busy = attempts.busy !== undefined;
  const answer = (body: { confirm: readonly string[]; refuse: readonly string[] }): void =>
    void attempts.attempt({ type: "roster", path: "shifts/answer", body });
  return (
    <section className={styles["panel"]} aria-labelledby={id} data-testid="waiting">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.waitingTitle}
      </h2>
      {waiting.length === 0 && <p>{t.waitingNone}</p>}
      <ul className={styles["list"]}>
        {waiting.map(({ id: one, who, text: message, said, lapsed }) => (
          <Pick
            key={one}
            kind="checkbox"
            checked={!left.has(one)}
            title={who.name}
            detail={`${tell({ message, said: [said] })}${lapsed === true ? ` (${t.waitingLapsed})` : ""}`}
            onPick={() => setLeft(toggled(left, one))}
          />
        ))}
      </ul>
      <div className={styles["answers"]}>
        <Button
          disabled={busy || chosen.length === 0}
          onClick={() => answer({ confirm: chosen, refuse: [] })}
        >
          {t.waitingConfirm(chosen.length)}
        </Button>
        <Button
          variant="default"
          disabled={busy || chosen.length === 0}
          onClick={() => answer({ confirm: [], refuse: chosen })}
        >
          {t.waitingRefuse(chosen.length)}
        </Button>
        <Button
          variant="subtle"
          leftSection={<Icon name="back" />}
          onClick={() => attempts.setPanel(undefined)}
        >
          {t.back}
        </Button>
      </div>
    </section>
  );
}
