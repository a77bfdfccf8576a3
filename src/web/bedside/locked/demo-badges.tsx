import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import type { DemoBadge } from "../../../http/bedside-contract.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./locked.module.css";

export interface DemoBadgesProps {
  readonly badges: readonly DemoBadge[];
  readonly busy: boolean;
}

/** The demonstration's badges: a click does what the reader would. */
export function DemoBadges({ badges, busy }: DemoBadgesProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  return (
    <section className={styles["demo"]} aria-labelledby="demo-badges">
      <div className={styles["demoWords"]}>
        <h2 id="demo-badges">{t.demoBadges}</h2>
        <p>{t.demoHint}</p>
      </div>
      <ul>
        {badges.map(({ name, role, badge, pin }) => (
          <li key={badge}>
            <UnstyledButton
              className={styles["demoBadge"]}
              disabled={busy}
              onClick={() => void store.tap(badge)}
            >
              <VisuallyHidden>{t.demoTap}</VisuallyHidden>
              <strong>{name}</strong>
              <span>{role}</span>
              <span className={styles["demoPin"]}>{t.demoPin(pin)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
