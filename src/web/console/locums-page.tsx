import { type ReactNode, useState } from "react";
import type { LocumsReply, LocumView } from "../../http/locums-contract.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { LocumCard } from "./locum-card.tsx";
import { LocumForm } from "./locum-form.tsx";
import styles from "./locums.module.css";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

/** The locum desk: who is booked for a shift, and what each still needs to work it. */
export function LocumsPage(): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const asked = useAsked<LocumsReply>("locums", 10_000);
  const [said, setSaid] = useState("");
  const { answer } = asked;
  const wards = answer?.wards.filter(({ may }) => may.book) ?? [];
  const done = (words: string): void => {
    setSaid(words);
    asked.again();
  };
  const booked = ({ from, to, until, ward, who }: LocumView): void => {
    const when = `${dayAndTime(from, zone, locale)} – ${dayAndTime(to, zone, locale)}, ${ward}`;
    done(t.locumBooked(who.name, when, dayAndTime(until, zone, locale)));
  };
  return (
    <>
      <Failed asked={asked} />
      <div role="status" className={styles["said"]}>
        {said}
      </div>
      <div className={styles["desk"]}>
        {wards.length > 0 && <LocumForm wards={wards} onBooked={booked} />}
        {answer !== undefined && (
          <section aria-labelledby="locums-booked" className={styles["booked"]}>
            <h2 id="locums-booked">{t.locumsTitle}</h2>
            {answer.locums.length === 0 && (
              <Empty title={t.locumsNone} hint={t.locumsNoneHint} filtered={false} />
            )}
            <ul className={styles["locums"]}>
              {answer.locums.map((locum) => (
                <LocumCard
                  key={`${locum.engagement} ${locum.from}`}
                  locum={locum}
                  registers={answer.registers}
                  ward={answer.wards.find(({ id }) => id === locum.ward)}
                  onDone={done}
                />
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}
