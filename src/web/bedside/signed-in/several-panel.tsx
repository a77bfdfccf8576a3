import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { PatientView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import type { Panel } from "./attempt.ts";
import styles from "./notice-panel.module.css";
import { PatientRow } from "./patient-list.tsx";

export interface SeveralPanelProps {
  readonly panel: Panel & { readonly type: "several" };
  readonly zone: string;
  readonly onChoose: (patient: PatientView) => void;
  readonly onBack: () => void;
}

/** Those whom a name and a day of birth fit: who they are, and no more; which one is meant is chosen (C7). */
export function SeveralPanel({ panel, zone, onChoose, onBack }: SeveralPanelProps): ReactNode {
  const { t } = useWords();
  const heading = useFocus<HTMLHeadingElement>();
  const { more, patients } = panel;
  const choose = (id: string): void => {
    const chosen = patients.find((patient) => patient.id === id);
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <section className={styles["notice"]} aria-labelledby="several-title">
      <h2 id="several-title" ref={heading} tabIndex={-1}>
        {t.severalTitle(patients.length)}
      </h2>
      <ul className={styles["found"]}>
        {patients.map((patient) => (
          <PatientRow
            key={patient.id}
            patient={patient}
            ward=""
            zone={zone}
            current={false}
            onOpen={choose}
          />
        ))}
      </ul>
      {more && <p>{t.severalMore}</p>}
      <Button size="lg" variant="default" leftSection={<Icon name="back" />} onClick={onBack}>
        {t.backToPatients}
      </Button>
    </section>
  );
}
