import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./notice-panel.module.css";

export interface FoundPanelProps {
  readonly onOpen: () => void;
  readonly onBack: () => void;
}

/** A patient was found by number: who it is stands in the patient bar; the chart is a step further (C7). */
export function FoundPanel({ onOpen, onBack }: FoundPanelProps): ReactNode {
  const { t } = useWords();
  const heading = useFocus<HTMLHeadingElement>();
  return (
    <section className={styles["notice"]} aria-labelledby="found-title">
      <h2 id="found-title" ref={heading} tabIndex={-1}>
        {t.foundTitle}
      </h2>
      <Button
        size="xl"
        className={styles["wide"]}
        rightSection={<Icon name="forward" />}
        onClick={onOpen}
      >
        {t.openChart}
      </Button>
      <Button size="lg" variant="default" leftSection={<Icon name="back" />} onClick={onBack}>
        {t.backToPatients}
      </Button>
    </section>
  );
}
