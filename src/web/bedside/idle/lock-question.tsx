import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useFocus } from "../../shared/use-focus.ts";
import { useNow } from "../../shared/use-now.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./idle.module.css";

/** Nobody waits in front of an open screen: without an answer it locks. */
const patience = 10_000;

export interface LockQuestionProps {
  /** When the lock was asked for, in milliseconds. */
  readonly askedAt: number;
  readonly onLock: () => void;
  readonly onBack: () => void;
}

/**
 * Asked when there is half-typed text: it covers the whole screen, so that nothing of the patient is
 * seen meanwhile, and locks by itself.
 */
export function LockQuestion({ askedAt, onLock, onBack }: LockQuestionProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const now = useNow(Date.now, 250);
  const back = useFocus<HTMLButtonElement>();
  const left = askedAt + patience - now;
  useEffect(() => {
    if (left <= 0) onLock();
  }, [left, onLock]);
  const seconds = Math.max(Math.ceil(left / 1000), 0);
  return (
    <div className={styles["question"]} role="alertdialog" aria-labelledby="lock-question">
      <h1 id="lock-question">{t.lockQuestion}</h1>
      <p>{t.lockQuestionBody(store.drafts().count(), t.inSeconds(seconds))}</p>
      <Button ref={back} size="lg" onClick={onBack}>
        {t.lockBack}
      </Button>
      <Button size="lg" variant="default" onClick={onLock}>
        {t.lockDiscard}
      </Button>
    </div>
  );
}
