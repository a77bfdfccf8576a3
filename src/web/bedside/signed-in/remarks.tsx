import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { useSeat, useSnapshot } from "../seat/use-seat.tsx";
import { GrantRemarks } from "./grant-remarks.tsx";
import type { SignedInState } from "./header-bar.tsx";
import styles from "./remarks.module.css";
import type { Attempts } from "./use-attempts.ts";

export interface RemarksProps {
  readonly state: SignedInState;
  /** What was done, or why not. */
  readonly said: string | undefined;
  readonly attempts: Attempts;
}

/** Text of this person that an earlier lock has discarded: said once to them, and to nobody else. */
function Dropped({ who }: { readonly who: string }): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const { dropped } = useSnapshot();
  if (dropped?.person !== who) return null;
  return (
    <div className={styles["remark"]} data-kind="amber">
      <p>{t.welcomeDropped(dropped.count)}</p>
      <Button variant="default" onClick={store.dismissDropped}>
        {t.understood}
      </Button>
    </div>
  );
}

/** An act of this person whose answer a lock has cut off: said once to them, and to nobody else. */
function UnderWay({ who }: { readonly who: string }): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const { underWay } = useSnapshot();
  if (underWay !== who) return null;
  return (
    <div className={styles["remark"]} data-kind="amber" role="status">
      <p>{t.welcomeUnderWay}</p>
      <Button variant="default" onClick={store.dismissUnderWay}>
        {t.understood}
      </Button>
    </div>
  );
}

/** What stands between the header and the work: quiet feeds, answers, discarded text. */
export function Remarks({ state, said, attempts }: RemarksProps): ReactNode {
  const { t } = useWords();
  const { message } = useSnapshot();
  return (
    <section aria-label={t.remarks}>
      {state.emergencies.map((text) => (
        <div key={text} className={styles["remark"]} data-kind="red" role="status">
          <p>{text}</p>
        </div>
      ))}
      <GrantRemarks
        grants={state.grants}
        zone={state.zone}
        open={state.chart?.patient.id}
        attempts={attempts}
      />
      {state.roster.staying.map((text) => (
        <div key={text} className={styles["remark"]} data-kind="amber" role="status">
          <p>{text}</p>
        </div>
      ))}
      {state.stale.length > 0 && (
        <div className={styles["remark"]} data-kind="quiet">
          <Icon name="quiet" />
          <p>{t.staleFeeds(state.stale.join(", "))}</p>
        </div>
      )}
      <Dropped who={state.who.id} />
      <UnderWay who={state.who.id} />
      <div role="status">
        {(said ?? message) !== undefined && (
          <div className={styles["remark"]} data-kind="said">
            <p>{said ?? message}</p>
          </div>
        )}
      </div>
    </section>
  );
}
