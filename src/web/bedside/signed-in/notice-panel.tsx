import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./notice-panel.module.css";

export interface NoticePanelProps {
  readonly notice: string;
  readonly onBack: () => void;
}

/** A chart was closed by a change: what happened, and what became of half-typed text. */
export function NoticePanel({ notice, onBack }: NoticePanelProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const heading = useFocus<HTMLHeadingElement>();
  const drafts = store.drafts().count();
  return (
    <section className={styles["notice"]} aria-labelledby="notice-title" role="alert">
      <span className={styles["sign"]}>
        <Icon name="moved" size={1} />
      </span>
      <h2 id="notice-title" ref={heading} tabIndex={-1}>
        {t.noticeTitle}
      </h2>
      <p>{notice}</p>
      {drafts > 0 && <p className={styles["drafts"]}>{t.noticeDraft(drafts)}</p>}
      <Button size="lg" leftSection={<Icon name="back" />} onClick={onBack}>
        {t.backToPatients}
      </Button>
    </section>
  );
}
