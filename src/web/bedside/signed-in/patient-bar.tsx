import type { ReactNode } from "react";
import type { PatientView } from "../../../http/contract.ts";
import type { Messages } from "../../messages/en.ts";
import { keyed } from "../../shared/keyed.ts";
import { useWords } from "../../shared/words.tsx";
import { ageInMonths, birthDay, dayAndTime } from "../../shared/zoned.ts";
import { useServerNow } from "../seat/use-seat.tsx";
import styles from "./patient-bar.module.css";

/** The patient's sex in words; codes as in HL7 v2 table 0001 and FHIR. */
export function sexOf(code: string, t: Messages): string {
  const first = code.slice(0, 1).toLowerCase();
  if (first === "m") return t.sex_m;
  if (first === "f") return t.sex_f;
  return first === "o" || first === "a" ? t.sex_o : t.sex_u;
}

/** Where the patient lies: `4B, bed 3`; without a bed, who sees them and when: `Telehealth, Mon 23 Nov, 14:30`. */
function placeOf(patient: PatientView, zone: string, locale: string, t: Messages): string {
  const { ward, bed, contact } = patient;
  if (contact !== undefined) {
    return `${contact.service}, ${dayAndTime(contact.from, zone, locale)}`;
  }
  if (ward !== undefined && bed !== undefined) return t.inWard(ward, bed);
  return ward ?? (bed === undefined ? "–" : t.bed(bed));
}

/** The number in groups to read out; its text stays whole, to select and to copy. */
export function PatientNumber({ number }: { readonly number: string }): ReactNode {
  const groups = number.length < 6 ? [number] : (number.match(/.{1,4}(?=(.{3})*$)/g) ?? [number]);
  return (
    <span className={styles["number"]}>
      {keyed(groups, (group) => group).map(({ key, item }) => (
        <span key={key}>{item}</span>
      ))}
    </span>
  );
}

function Item(props: { readonly term: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className={styles["item"]}>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

export interface PatientBarProps {
  readonly patient: PatientView;
  readonly zone: string;
}

/** What identifies a patient: in the same place, with the same shape, on every screen. */
export function PatientBar({ patient, zone }: PatientBarProps): ReactNode {
  const { t, locale } = useWords();
  const now = useServerNow(60_000);
  const months = ageInMonths(patient.birthDate, now, zone);
  const age =
    months === undefined ? "" : months < 24 ? t.ageMonths(months) : t.age(Math.floor(months / 12));
  return (
    <section className={styles["bar"]} aria-label={`${t.patient}: ${patient.name}`}>
      <h2 className={styles["name"]}>{patient.name}</h2>
      <dl className={styles["items"]}>
        <Item term={t.born}>
          {birthDay(patient.birthDate, locale)} {age !== "" && <span>({age})</span>}
        </Item>
        <div className={styles["item"]}>
          <dt className={styles["unsaid"]}>{t.patient}</dt>
          <dd>{sexOf(patient.sex, t)}</dd>
        </div>
        <Item term={t.number}>
          <PatientNumber number={patient.number} />
          {patient.made && <span className={styles["away"]}>{t.identityUnknown}</span>}
        </Item>
        <div className={styles["item"]}>
          <dt className={styles["unsaid"]}>{t.ward("")}</dt>
          <dd>
            {placeOf(patient, zone, locale, t)}
            {patient.away !== undefined && (
              <span className={styles["away"]}>
                {patient.away === "leave" ? t.away_leave : t.away_temporary}
              </span>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}
