import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useId, useState } from "react";
import type { PatientView, PersonView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { sayRole } from "../../shared/say-server.ts";
import { failureOf } from "../../shared/screen-error.ts";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import type { Attempts } from "../signed-in/use-attempts.ts";
import { Pick, toggled } from "./pick.tsx";
import styles from "./roster.module.css";

export interface HandOverPanelProps {
  readonly patients: readonly PatientView[];
  readonly attempts: Attempts;
}

/** Which patients, and who takes them: by name, in one act (L10). */
export function HandOverPanel({ patients, attempts }: HandOverPanelProps): ReactNode {
  const { t, server, explain } = useWords();
  const { store } = useSeat();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const [takers, setTakers] = useState<readonly PersonView[]>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [to, setTo] = useState<string>();
  const { say } = attempts;
  useEffect(() => {
    store
      .takers()
      .then((reply) => setTakers(reply.takers))
      .catch((cause: unknown) => say(explain(failureOf(cause, false))));
  }, [store, say, explain]);
  const ready = to !== undefined && chosen.size > 0 && attempts.busy === undefined;
  const give = (): void => {
    if (to === undefined) return;
    const body = { patients: [...chosen], to };
    void attempts.attempt({ type: "roster", path: "handover", body });
  };
  return (
    <section className={styles["panel"]} aria-labelledby={id} data-testid="handover">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.handOverTitle}
      </h2>
      <p>{t.handOverWhom}</p>
      <ul className={styles["list"]}>
        {patients.map(({ id: patient, name, ward, bed }) => (
          <Pick
            key={patient}
            kind="checkbox"
            checked={chosen.has(patient)}
            title={name}
            detail={[ward, bed === undefined ? undefined : t.bed(bed)].filter(Boolean).join(", ")}
            onPick={() => setChosen(toggled(chosen, patient))}
          />
        ))}
      </ul>
      <p>{takers?.length === 0 ? t.handOverNobody : t.handOverTo}</p>
      <ul className={styles["list"]}>
        {(takers ?? []).map((one) => (
          <Pick
            key={one.id}
            kind="radio"
            checked={to === one.id}
            title={one.name}
            detail={sayRole(one.role, server)}
            onPick={() => setTo(one.id)}
          />
        ))}
      </ul>
      <div className={styles["answers"]}>
        <Button disabled={!ready} onClick={give}>
          {t.handOverGive(chosen.size)}
        </Button>
        <Button
          variant="subtle"
          leftSection={<Icon name="back" />}
          onClick={() => attempts.setPanel(undefined)}
        >
          {t.back}
        </Button>
      </div>
    </section>
  );
}
