import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ActionView, ChartSection, ChartView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { sayEach } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat, useServerNow } from "../seat/use-seat.tsx";
import { AccessEnds } from "./access-ends.tsx";
import { ActionsDock } from "./actions-dock.tsx";
import styles from "./chart.module.css";
import { ChartTabs } from "./chart-tabs.tsx";

export interface ChartProps {
  readonly chart: ChartView;
  readonly zone: string;
  readonly onAction: (action: ActionView) => void;
  readonly onClose: () => void;
  /** Given where a case can be opened for the patient (S7). */
  readonly onOpenCase?: (() => void) | undefined;
}

/** Why it may be seen, and until when if that is known. */
function Because({ chart, zone, onClose, onOpenCase }: Omit<ChartProps, "onAction">): ReactNode {
  const { t, server, locale } = useWords();
  const now = useServerNow(5000);
  const { because, said } = chart;
  const why = sayEach(because, said, (words) => words.because, { server, locale, now });
  return (
    <div className={styles["because"]}>
      <p className={styles["why"]}>
        <Icon name="check" size={1.1} /> {why.join(" ")}
      </p>
      {onOpenCase !== undefined && (
        <Button variant="default" onClick={onOpenCase}>
          {t.caseOpen}
        </Button>
      )}
      <Button
        className={styles["close"]}
        variant="subtle"
        leftSection={<Icon name="close" />}
        onClick={onClose}
      >
        {t.closeChart}
      </Button>
      {chart.care !== undefined && (
        <p className={styles["care"]} role="note">
          <Icon name="lock" size={1.1} /> {chart.care}
        </p>
      )}
      <AccessEnds chart={chart} zone={zone} />
    </div>
  );
}

function Sections({ chart, zone }: Pick<ChartProps, "chart" | "zone">): ReactNode {
  const { store } = useSeat();
  const { sections } = chart;
  const patient = chart.patient.id;
  const [chosen, choose] = useState(() => store.lookedAt(patient) ?? chart.section);
  const change = (section: ChartSection["id"]): void => {
    choose(section);
    store.lookAt({ patient, section });
  };
  return <ChartTabs sections={sections} chosen={chosen} onChoose={change} zone={zone} />;
}

/** An open chart: its parts, and what can be done. */
export function Chart({ chart, zone, onAction, onClose, onOpenCase }: ChartProps): ReactNode {
  return (
    <div className={styles["chart"]}>
      <Because chart={chart} zone={zone} onClose={onClose} onOpenCase={onOpenCase} />
      <Sections chart={chart} zone={zone} />
      <ActionsDock actions={chart.actions} patient={chart.patient.id} onAction={onAction} />
    </div>
  );
}
