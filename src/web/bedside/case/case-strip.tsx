import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import type { SignedInState } from "../signed-in/header-bar.tsx";
import type { Attempts } from "../signed-in/use-attempts.ts";
import styles from "./case-strip.module.css";

export interface CaseStripProps {
  readonly state: SignedInState;
  readonly attempts: Attempts;
}

/** A case is open here: whose chart stays on this screen when it locks, and the way to end that (S7). */
export function CaseStrip({ state, attempts }: CaseStripProps): ReactNode {
  const { t, locale } = useWords();
  const open = state.case?.open;
  if (open === undefined) return null;
  const { patient, since } = open;
  const closing = attempts.busy?.type === "close-case";
  return (
    <section className={styles["strip"]} aria-label={t.caseTitle}>
      <p>{t.caseStands(patient.name, clockTime(since, state.zone, locale))}</p>
      <Button
        variant="default"
        aria-disabled={closing}
        onClick={() => void attempts.attempt({ type: "close-case", patient: patient.id })}
      >
        {closing ? t.caseClosing : t.caseClose}
      </Button>
    </section>
  );
}
