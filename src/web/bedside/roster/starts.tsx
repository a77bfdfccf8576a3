import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { StartView } from "../../../http/roster-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import styles from "./roster.module.css";

export interface StartsProps {
  readonly starts: readonly StartView[];
  readonly onStart: (start: StartView) => void;
}

/** What somebody who is off duty may start instead (L9): each says when it ends, and what makes it last. */
export function Starts({ starts, onStart }: StartsProps): ReactNode {
  const { t, tell } = useWords();
  return (
    <section className={styles["starts"]} aria-label={t.startShift}>
      {starts.map((start) => (
        <Button
          key={`${start.role} ${start.ward}`}
          className={styles["choice"]}
          rightSection={<Icon name="forward" />}
          justify="space-between"
          onClick={() => onStart(start)}
        >
          <span>
            {t.startAs(tell({ message: start.label, said: [start.said] }))}
            <small>{t.startUntil(start.to, start.unless)}</small>
          </span>
        </Button>
      ))}
    </section>
  );
}
