import { UnstyledButton } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { PatientView } from "../../http/contract.ts";
import { sexOf } from "../bedside/signed-in/patient-bar.tsx";
import { useWords } from "../shared/words.tsx";
import { birthDay, dayAndTime } from "../shared/zoned.ts";
import styles from "./pocket.module.css";

export interface PatientsProps {
  readonly title: string;
  readonly patients: readonly PatientView[];
  readonly zone: string;
  readonly onOpen: (patient: string) => void;
}

/** Where somebody is: ward and bed; without a bed, who sees them and when. */
export function whereIs(
  { ward, bed, contact }: PatientView,
  zone: string,
  locale: string,
): readonly string[] {
  if (contact !== undefined) {
    return [`${contact.service}, ${dayAndTime(contact.from, zone, locale)}`];
  }
  return [ward, bed].filter((part) => part !== undefined);
}

/** A list of patients whose charts open at a touch. */
export function Patients({ title, patients, zone, onOpen }: PatientsProps): ReactNode {
  const { t, locale } = useWords();
  const id = useId();
  return (
    <section className={styles["list"]} aria-labelledby={id}>
      <h2 id={id}>
        {title} <span className={styles["count"]}>{patients.length}</span>
      </h2>
      {patients.length === 0 && <p className={styles["none"]}>{t.pocketNobody}</p>}
      <ul>
        {patients.map((patient) => (
          <li key={patient.id}>
            <UnstyledButton className={styles["row"]} onClick={() => onOpen(patient.id)}>
              <strong>{patient.name}</strong>
              <span className={styles["bed"]}>{whereIs(patient, zone, locale).join(" · ")}</span>
              <span className={styles["facts"]}>
                {birthDay(patient.birthDate, locale)} · {sexOf(patient.sex, t)}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
