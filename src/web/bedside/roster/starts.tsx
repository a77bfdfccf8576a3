import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { StartView } from "../../../http/roster-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { clockTime, timeSoon } from "../../shared/zoned.ts";
import styles from "./roster.module.css";

export interface StartsProps {
  readonly starts: readonly StartView[];
  readonly onStart: (start: StartView) => void;
}

/** What somebody who is off duty may start instead (L9): each says when it ends, and what makes it last. */
export function Starts({ starts, onStart }: StartsProps): ReactNode {
  const { t, tell, locale } = useWords();
  const ends = ({ said: { zone }, to, unless }: StartView): string =>
    t.startUntil(timeSoon(to, unless, zone, locale), clockTime(unless, zone, locale));
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
            <small>{ends(start)}</small>
          </span>
        </Button>
      ))}
    </section>
  );
}
