import type { ReactNode } from "react";
import type { ChartSection } from "../../../http/contract.ts";
import { keyed } from "../../shared/keyed.ts";
import { saySection } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { chartDate } from "../../shared/zoned.ts";
import styles from "./chart.module.css";

export interface SectionEntriesProps {
  readonly section: ChartSection;
  readonly zone: string;
}

/** One part of the chart. Nothing recorded is said so, and is not the same as nothing known. */
export function SectionEntries({ section, zone }: SectionEntriesProps): ReactNode {
  const { t, locale, server } = useWords();
  if (section.entries.length === 0) {
    return (
      <div className={styles["none"]}>
        <strong>{t.sectionEmpty}</strong>
        <p>{t.sectionEmptyHint}</p>
      </div>
    );
  }
  return (
    <ul className={styles["entries"]} aria-label={saySection(section, server)}>
      {keyed(section.entries, ({ title }) => title).map(
        ({ key, item: { title, detail, date } }) => (
          <li key={key}>
            <strong>{title}</strong>
            {date !== undefined && <time dateTime={date}>{chartDate(date, zone, locale)}</time>}
            {detail !== undefined && <p>{detail}</p>}
          </li>
        ),
      )}
    </ul>
  );
}
