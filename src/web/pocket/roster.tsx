import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Starts } from "../bedside/roster/starts.tsx";
import { useWords } from "../shared/words.tsx";
import type { StateIn } from "./in.tsx";
import styles from "./pocket.module.css";
import type { Phone } from "./use-phone.ts";

/** What one may start off duty, and who waits for one's word: each by one large button, or all by one (L9). */
export function RosterOnPhone({
  phone,
  state: { starts, waiting },
}: {
  readonly phone: Phone;
  readonly state: StateIn;
}): ReactNode {
  const { t, tell } = useWords();
  const all = waiting.map(({ id }) => id);
  const confirm = (ids: readonly string[]): void =>
    phone.answerShifts({ confirm: ids, refuse: [] });
  return (
    <>
      {starts.length > 0 && (
        <Starts starts={starts} onStart={({ ward, role }) => phone.startShift({ ward, role })} />
      )}
      {waiting.length > 0 && (
        <section className={styles["ways"]} aria-label={t.waitingTitle}>
          <h2>{t.waitingTitle}</h2>
          {waiting.map(({ id, who, text: message, said }) => (
            <div key={id}>
              <p>
                <strong>{who.name}</strong> {tell({ message, said: [said] })}
              </p>
              <Button size="lg" onClick={() => confirm([id])}>
                {t.waitingConfirm(1)}
              </Button>{" "}
              <Button
                size="lg"
                variant="default"
                onClick={() => phone.answerShifts({ confirm: [], refuse: [id] })}
              >
                {t.waitingRefuse(1)}
              </Button>
            </div>
          ))}
          {all.length > 1 && (
            <Button size="lg" onClick={() => confirm(all)}>
              {t.waitingConfirm(all.length)}
            </Button>
          )}
        </section>
      )}
    </>
  );
}
