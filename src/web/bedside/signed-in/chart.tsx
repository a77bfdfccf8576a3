import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ActionView, ChartSection, ChartView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { sayEach } from "../../shared/say-server.ts";
import { TimeRing } from "../../shared/time-ring.tsx";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import { useSeat, useServerNow } from "../seat/use-seat.tsx";
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
  const { t, server, locale, tell } = useWords();
  const now = useServerNow(5000);
  const { store } = useSeat();
  const { because, ends, said } = chart;
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
      {ends !== undefined && (
        <div className={styles["ends"]} data-emergency={ends.glass !== undefined}>
          <TimeRing since={ends.since} at={ends.at} now={now} size={32} />
          <span className={styles["endsWords"]}>
            <strong>{t.accessEnds(clockTime(ends.at, zone, locale))}</strong>{" "}
            {tell({ message: ends.text, said: ends.said })}
          </span>
          {ends.glass?.renewable === true && (
            <Button onClick={() => void store.renewGlass()}>{t.renewGlass}</Button>
          )}
          {ends.grant !== undefined && (
            <Button
              variant="default"
              onClick={() => void store.returnCover({ grant: ends.grant ?? "" })}
            >
              {t.grantReturn}
            </Button>
          )}
          {ends.glass !== undefined && (
            <Button variant="default" onClick={() => void store.returnGlass()}>
              {t.returnGlass}
            </Button>
          )}
        </div>
      )}
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
