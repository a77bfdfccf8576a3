import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { SaidView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { sayEach } from "../../shared/say-server.ts";
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

/** Who has emergency access here: each by itself while they are few, else their number, and all of them on a touch. */
function Emergencies({ texts }: { readonly texts: readonly string[] }): ReactNode {
  const { t } = useWords();
  const each = texts.map((text) => (
    <div key={text} className={styles["remark"]} data-kind="red" role="status">
      <p>{text}</p>
    </div>
  ));
  if (texts.length <= fewEmergencies) return each;
  return (
    <div role="status">
      <details className={styles["many"]}>
        <summary className={styles["remark"]} data-kind="red">
          {t.emergenciesHere(texts.length)}
        </summary>
        {each}
      </details>
    </div>
  );
}

/** More of them would push the work off a small screen. */
const fewEmergencies = 2;

/** What stands between the header and the work: quiet feeds, answers, discarded text. */
export function Remarks({ state, said, attempts }: RemarksProps): ReactNode {
  const { t, server, locale } = useWords();
  const { message } = useSnapshot();
  const speech = { server, locale, now: Date.now() };
  const inWords = (texts: readonly string[], said: readonly SaidView[]): readonly string[] =>
    sayEach(texts, said, (words) => words.answers, speech);
  const stale = inWords(state.stale, state.staleSaid);
  return (
    <section aria-label={t.remarks}>
      <Emergencies texts={inWords(state.emergencies, state.emergenciesSaid)} />
      <GrantRemarks
        grants={state.grants}
        zone={state.zone}
        open={state.chart?.patient.id}
        attempts={attempts}
      />
      {inWords(state.roster.staying, state.roster.stayingSaid).map((text) => (
        <div key={text} className={styles["remark"]} data-kind="amber" role="status">
          <p>{text}</p>
        </div>
      ))}
      {stale.length > 0 && (
        <div className={styles["remark"]} data-kind="quiet">
          <Icon name="quiet" />
          <p>{t.staleFeeds(stale.join(" "))}</p>
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
