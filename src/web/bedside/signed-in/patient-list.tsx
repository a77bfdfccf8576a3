import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { PatientView } from "../../../http/contract.ts";
import { useWords } from "../../shared/words.tsx";
import { birthDay, dayAndTime } from "../../shared/zoned.ts";
import { sexOf } from "./patient-bar.tsx";
import styles from "./patient-list.module.css";

export interface PatientListProps {
  readonly patients: readonly PatientView[];
  /** The seat's ward; a patient of another says so. */
  readonly ward: string;
  readonly zone: string;
  /** The patient whose chart is open or being opened. */
  readonly current: string | undefined;
  readonly onOpen: (patient: string) => void;
}

/** One patient of a list: touching it says which is meant. */
export function PatientRow(props: {
  readonly patient: PatientView;
  readonly ward: string;
  readonly zone: string;
  readonly current: boolean;
  readonly onOpen: (patient: string) => void;
}): ReactNode {
  const { t, locale } = useWords();
  const { patient, ward, zone, current, onOpen } = props;
  // Of those who are found by name, who it is and not where (C7).
  const isPlaced = patient.ward !== undefined || patient.contact !== undefined;
  const away =
    patient.away === undefined
      ? undefined
      : patient.away === "leave"
        ? t.away_leave
        : t.away_temporary;
  return (
    <li>
      <UnstyledButton
        className={styles["row"]}
        aria-current={current ? "true" : undefined}
        onClick={() => onOpen(patient.id)}
      >
        {isPlaced && (
          <span className={styles["bed"]}>
            <span className={styles["unsaid"]}>{t.bed("")}</span>
            {patient.bed ?? "–"}
          </span>
        )}
        <span className={styles["who"]}>
          <span className={styles["name"]}>{patient.name}</span>
          <span className={styles["facts"]}>
            {birthDay(patient.birthDate, locale)} · {sexOf(patient.sex, t)}
            {!isPlaced && <span> · {`${t.number} ${patient.number}`}</span>}
            {patient.ward !== undefined && patient.ward !== ward && <span> · {patient.ward}</span>}
            {patient.contact !== undefined && (
              <span>
                {" "}
                · {patient.contact.service}, {dayAndTime(patient.contact.from, zone, locale)}
              </span>
            )}
            {away !== undefined && <span className={styles["away"]}>{away}</span>}
          </span>
        </span>
      </UnstyledButton>
    </li>
  );
}

/** My patients now, by bed. */
export function PatientList(props: PatientListProps): ReactNode {
  const { t } = useWords();
  const { patients, ward, zone, current, onOpen } = props;
  return (
    <nav className={styles["list"]} aria-labelledby="my-patients">
      <h2 id="my-patients">
        {t.myPatients} <span className={styles["count"]}>{patients.length}</span>
      </h2>
      {patients.length === 0 && (
        <div className={styles["none"]}>
          <strong>{t.noPatients}</strong>
          <p>{t.noPatientsHint}</p>
        </div>
      )}
      <ul>
        {patients.map((patient) => (
          <PatientRow
            key={patient.id}
            patient={patient}
            ward={ward}
            zone={zone}
            current={patient.id === current}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </nav>
  );
}
