import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ChartView } from "../../../http/contract.ts";
import { endsAt } from "../../shared/ends-at.ts";
import { TimeRing } from "../../shared/time-ring.tsx";
import { useWords } from "../../shared/words.tsx";
import { useSeat, useServerNow } from "../seat/use-seat.tsx";
import styles from "./chart.module.css";

export interface AccessEndsProps {
  readonly chart: ChartView;
  readonly zone: string;
  /** Above something other than the chart: a text that is being written. */
  readonly alone?: boolean;
}

/** Until when an exception opens the chart, whatever is done in it: with more time shortly before its end, and giving it back (X11). */
export function AccessEnds({ chart: { ends }, zone, alone = false }: AccessEndsProps): ReactNode {
  const { t, locale, tell } = useWords();
  const now = useServerNow(5000);
  const { store } = useSeat();
  if (ends === undefined) return null;
  const { at, glass, grant, said, since, text } = ends;
  return (
    <div
      className={styles["ends"]}
      data-emergency={glass !== undefined}
      data-alone={alone}
      data-testid="access-ends"
    >
      <TimeRing since={since} at={at} now={now} size={32} />
      <span className={styles["endsWords"]}>
        <strong>{t.accessEnds(endsAt(ends, zone, locale))}</strong> {tell({ message: text, said })}
      </span>
      {glass?.renewable === true && (
        <Button onClick={() => void store.renewGlass()}>{t.renewGlass}</Button>
      )}
      {grant !== undefined && (
        <Button variant="default" onClick={() => void store.returnCover({ grant })}>
          {t.grantReturn}
        </Button>
      )}
      {glass !== undefined && (
        <Button variant="default" onClick={() => void store.returnGlass()}>
          {t.returnGlass}
        </Button>
      )}
    </div>
  );
}
