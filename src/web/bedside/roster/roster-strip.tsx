import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import type { SignedInState } from "../signed-in/header-bar.tsx";
import type { Attempts } from "../signed-in/use-attempts.ts";
import styles from "./roster.module.css";

export interface RosterStripProps {
  readonly state: SignedInState;
  readonly attempts: Attempts;
}

/** The shift itself, below one's patients: who waits to be confirmed, relief that has not come, handing over, swapping. */
export function RosterStrip({
  state: { roster, patients },
  attempts,
}: RosterStripProps): ReactNode {
  const { t } = useWords();
  const { waiting, stay, swaps, mayHandOver } = roster;
  const { setPanel } = attempts;
  const toAnswer = swaps.filter((swap) => swap.toAnswer).length;
  return (
    <section className={styles["strip"]} aria-label={t.myShift}>
      {waiting.length > 0 && (
        <Button onClick={() => setPanel({ type: "waiting" })}>
          {t.waitingCount(waiting.length)}
        </Button>
      )}
      {stay !== undefined && (
        <Button
          variant="default"
          disabled={attempts.busy !== undefined}
          onClick={() =>
            void attempts.attempt({
              type: "roster",
              path: "shift/stay",
              body: { ward: stay.ward },
            })
          }
        >
          {t.noRelief(stay.wardName)}
        </Button>
      )}
      {mayHandOver && patients.length > 0 && (
        <Button variant="default" onClick={() => setPanel({ type: "handover" })}>
          {t.handOver}
        </Button>
      )}
      <Button
        variant={toAnswer > 0 ? "filled" : "default"}
        onClick={() => setPanel({ type: "swap" })}
      >
        {toAnswer > 0 ? t.swapAsked(toAnswer) : t.swap}
      </Button>
    </section>
  );
}
