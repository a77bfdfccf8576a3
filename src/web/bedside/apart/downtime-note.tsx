import type { ReactNode } from "react";
import type { DowntimeView } from "../../../http/bedside-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import { useServerNow } from "../seat/use-seat.tsx";
import styles from "./downtime-note.module.css";

export interface DowntimeNoteProps {
  readonly downtime: DowntimeView;
  readonly zone: string;
  /** The open chart is open by glass that was broken for it. */
  readonly broken?: boolean;
  /** What it stands in keeps a margin already. */
  readonly inset?: boolean;
}

/** Why only emergency access goes on, and how (X14): on every screen of a node whose database does not answer. */
export function DowntimeNote(props: DowntimeNoteProps): ReactNode {
  const { downtime, zone, broken = false, inset = false } = props;
  const { t, locale } = useWords();
  const now = useServerNow(1000);
  const { readsUntil, since, until } = downtime;
  const time = (instant: number) => clockTime(instant, zone, locale);
  const [title, how] =
    now >= until
      ? [t.downtimeOverTitle, t.downtimeOver(time(since))]
      : broken
        ? [t.downtimeReadsTitle, t.downtimeBroken]
        : now < readsUntil
          ? [t.downtimeReadsTitle, t.downtimeReads(time(readsUntil))]
          : [t.downtimeTitle, t.downtimeGlass(time(since))];
  return (
    <div className={styles["note"]} data-inset={inset} role="alert" data-testid="downtime">
      <Icon name="alarm" size={2} />
      <div>
        <strong>{title}</strong>
        <span>{how}</span>
      </div>
    </div>
  );
}
