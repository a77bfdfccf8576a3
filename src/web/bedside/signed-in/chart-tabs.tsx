import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import type { ChartSection } from "../../../http/contract.ts";
import { saySection } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./chart.module.css";
import { SectionEntries } from "./section-entries.tsx";

export interface ChartTabsProps {
  readonly sections: readonly ChartSection[];
  /** The part that was chosen; one that is not there (any more), or none: the first (C3). */
  readonly chosen: ChartSection["id"] | undefined;
  readonly onChoose: (section: ChartSection["id"]) => void;
  readonly zone: string;
}

/** The parts of a chart, to be read. */
export function ChartTabs({ sections, chosen, onChoose, zone }: ChartTabsProps): ReactNode {
  const { t, server } = useWords();
  const open = sections.find(({ id }) => id === chosen) ?? sections[0];
  const change = (id: string | null): void => {
    const section = sections.find((one) => one.id === id)?.id;
    if (section !== undefined) onChoose(section);
  };
  return (
    <Tabs value={open?.id ?? null} onChange={change} keepMounted={false} className={styles["tabs"]}>
      <Tabs.List aria-label={t.chartSections} className={styles["tabList"]}>
        {sections.map(({ id, title, entries }) => (
          <Tabs.Tab key={id} value={id} className={styles["tab"]}>
            {saySection({ id, title }, server)}{" "}
            <span className={styles["count"]}>{entries.length}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sections.map((section) => (
        <Tabs.Panel key={section.id} value={section.id} className={styles["panel"]} tabIndex={0}>
          <SectionEntries section={section} zone={zone} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
