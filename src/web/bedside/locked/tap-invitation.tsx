import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import styles from "./locked.module.css";

export interface TapInvitationProps {
  readonly reading: boolean;
  /** How many characters somebody has typed by hand. */
  readonly typed: number;
}

/** A badge and the reader's waves: what to do here needs no words, and has them. */
export function TapInvitation({ reading, typed }: TapInvitationProps): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles["invitation"]} data-reading={reading}>
      <div className={styles["reader"]} aria-hidden="true">
        <span className={styles["wave"]} />
        <span className={styles["wave"]} />
        <span className={styles["card"]}>
          <span className={styles["face"]} />
          <span className={styles["line"]} />
          <span className={styles["line"]} />
        </span>
      </div>
      <h1>{reading ? t.readingBadge : t.tapYourBadge}</h1>
      {typed === 0 ? (
        <p className={styles["hint"]}>{t.tapHint}</p>
      ) : (
        <p className={styles["typed"]}>
          <span aria-hidden="true">{"•".repeat(Math.min(typed, 24))}</span>
          <VisuallyHidden>{t.charactersTyped(typed)}</VisuallyHidden>
        </p>
      )}
      <VisuallyHidden role="status">{reading ? t.readingBadge : ""}</VisuallyHidden>
    </div>
  );
}
