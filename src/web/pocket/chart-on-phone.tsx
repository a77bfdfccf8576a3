import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { PatientView } from "../../http/contract.ts";
import type { PhoneChart } from "../../http/pocket-contract.ts";
import { sexOf } from "../bedside/signed-in/patient-bar.tsx";
import { SectionEntries } from "../bedside/signed-in/section-entries.tsx";
import { Icon } from "../shared/icon.tsx";
import { sayEach, saySection } from "../shared/say-server.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { ageInMonths, birthDay } from "../shared/zoned.ts";
import { EndsOnPhone } from "./glass-on-phone.tsx";
import { NoteOnPhone } from "./note-on-phone.tsx";
import { whereIs } from "./patients.tsx";
import styles from "./pocket.module.css";
import type { Phone } from "./use-phone.ts";

export interface PatientProps {
  readonly patient: PatientView;
  readonly zone: string;
  readonly now: () => number;
}

/** What identifies a patient: in the same place, with the same shape, on every screen of the phone. */
export function Patient({ patient, zone, now }: PatientProps): ReactNode {
  const { t, locale } = useWords();
  const heading = useFocus<HTMLHeadingElement>();
  const months = ageInMonths(patient.birthDate, now(), zone);
  const age =
    months === undefined ? "" : months < 24 ? t.ageMonths(months) : t.age(Math.floor(months / 12));
  return (
    <section className={styles["patient"]} aria-label={`${t.patient}: ${patient.name}`}>
      <h2 ref={heading} tabIndex={-1}>
        {patient.name}
      </h2>
      <p>
        {t.born} {birthDay(patient.birthDate, locale)} {age !== "" && `(${age})`} ·{" "}
        {sexOf(patient.sex, t)}
      </p>
      <p>
        {t.number} {patient.number} · {patient.made && `${t.identityUnknown} · `}
        {whereIs(patient, zone, locale).join(" · ") || "–"}
      </p>
    </section>
  );
}

export interface ChartOnPhoneProps {
  readonly phone: Phone;
  readonly chart: PhoneChart;
  readonly zone: string;
  readonly now: () => number;
  readonly onClose: () => void;
}

/** An open chart: why it may be seen, and its parts one below the other. */
export function ChartOnPhone({ phone, chart, zone, now, onClose }: ChartOnPhoneProps): ReactNode {
  const { t, server, locale } = useWords();
  const { because, said } = chart;
  const speech = { server, locale, now: now() };
  const why = sayEach(because, said, (words) => words.because, speech);
  return (
    <article>
      <Patient patient={chart.patient} zone={zone} now={now} />
      {chart.ends !== undefined && (
        <EndsOnPhone phone={phone} ends={chart.ends} zone={zone} now={now} />
      )}
      <p className={styles["because"]}>
        <Icon name="check" size={1.1} /> {why.join(" ")}
      </p>
      {chart.sections.map((section) => (
        <details
          key={section.id}
          className={styles["section"]}
          open={section.entries.length > 0 && section.id !== "notes"}
        >
          <summary>
            {saySection(section, server)}{" "}
            <span className={styles["count"]}>{section.entries.length}</span>
          </summary>
          <SectionEntries section={section} zone={zone} />
        </details>
      ))}
      <div className={styles["ways"]}>
        <NoteOnPhone key={chart.patient.id} phone={phone} patient={chart.patient} />
        <Button size="lg" leftSection={<Icon name="back" />} onClick={onClose}>
          {t.backToPatients}
        </Button>
      </div>
    </article>
  );
}
