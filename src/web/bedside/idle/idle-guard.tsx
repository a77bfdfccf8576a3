import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./idle.module.css";
import { useIdle } from "./use-idle.ts";

export interface IdleGuardProps {
  readonly idleLock: number;
  readonly onLock: () => void;
}

/** Locks an idle screen, with a short warning that any touch ends (S6). */
export function IdleGuard({ idleLock, onLock }: IdleGuardProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const idle = useIdle(idleLock, onLock);
  if (idle.type !== "warning") return null;
  return (
    <section className={styles["warning"]} role="alert">
      <div>
        <strong>{t.idleTitle(idle.secondsLeft)}</strong>
        <p>
          {t.idleBody}
          {store.drafts().count() > 0 && ` ${t.idleDraft}`}
        </p>
      </div>
      <Button size="lg">{t.stillHere}</Button>
    </section>
  );
}
