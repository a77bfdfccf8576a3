import { type ReactNode, useState } from "react";
import type { CaseView } from "../../../http/bedside-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import { useServerNow } from "../seat/use-seat.tsx";
import { ChartTabs } from "../signed-in/chart-tabs.tsx";
import { PatientBar } from "../signed-in/patient-bar.tsx";
import styles from "./case.module.css";

export interface CaseScreenProps {
  readonly shown: CaseView;
  readonly wardName: string;
  /** Somebody has tapped and is asked for their PIN. */
  readonly asking: boolean;
  /** What a locked screen has besides: the invitation to tap, or the PIN pad. */
  readonly children: ReactNode;
}

/** The chart of an open case, to be read while nobody is in (S7): writing needs somebody who signs in beside it. */
export function CaseScreen({ shown, wardName, asking, children }: CaseScreenProps): ReactNode {
  const { t, locale } = useWords();
  const now = useServerNow(1000);
  const [chosen, choose] = useState(shown.section);
  const { patient, sections, since, zone } = shown;
  return (
    <div className={styles["screen"]}>
      <header className={styles["top"]}>
        <p className={styles["ward"]}>{wardName}</p>
        <span className={styles["since"]}>
          <Icon name="lock" /> {t.caseSince(clockTime(since, zone, locale))}
        </span>
        <time className={styles["time"]}>{clockTime(now, zone, locale)}</time>
      </header>
      <main className={styles["columns"]}>
        <div className={styles["chart"]}>
          <div className={styles["patient"]}>
            <PatientBar patient={patient} zone={zone} />
          </div>
          <ChartTabs sections={sections} chosen={chosen} onChoose={choose} zone={zone} />
        </div>
        <aside className={styles["side"]} aria-label={t.caseTitle} data-asking={asking}>
          {children}
        </aside>
      </main>
    </div>
  );
}
