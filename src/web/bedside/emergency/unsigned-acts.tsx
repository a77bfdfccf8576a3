import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { UnsignedActView } from "../../../http/emergency-contract.ts";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import styles from "./emergency.module.css";

export interface UnsignedActsProps {
  readonly acts: readonly UnsignedActView[];
  readonly zone: string;
  readonly busy: boolean;
  readonly onSign: (patient: string) => void;
}

/** What its performer has still to sign for, by patient: what was done in an emergency on a tap, or recorded by a colleague (X18). */
export function UnsignedActs({ acts, zone, busy, onSign }: UnsignedActsProps): ReactNode {
  const { t, locale } = useWords();
  if (acts.length === 0) return null;
  const patients = [...new Map(acts.map(({ patient }) => [patient.id, patient])).values()];
  return (
    <section className={styles["unsigned"]} aria-label={t.unsignedTitle} data-testid="unsigned">
      {patients.map((patient) => (
        <div key={patient.id}>
          <ul>
            {acts
              .filter((act) => act.patient.id === patient.id)
              .map(({ id, at, label, recordedBy }) => (
                <li key={id}>
                  {t.unsignedAct(label, patient.name, clockTime(at, zone, locale))}
                  {recordedBy !== undefined && ` (${t.unsignedBy(recordedBy)})`}
                </li>
              ))}
          </ul>
          <Button aria-disabled={busy} onClick={() => !busy && onSign(patient.id)}>
            {t.signForAll(patient.name)}
          </Button>
        </div>
      ))}
    </section>
  );
}
