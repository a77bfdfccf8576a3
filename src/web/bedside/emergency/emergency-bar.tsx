import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { EmergencyTask, EmergencyView } from "../../../http/emergency-contract.ts";
import { Dialog } from "../../shared/dialog.tsx";
import { Icon } from "../../shared/icon.tsx";
import { sayEmergency } from "../../shared/say-server.ts";
import { TimeRing } from "../../shared/time-ring.tsx";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import { useSeat, useServerNow } from "../seat/use-seat.tsx";
import styles from "./emergency.module.css";

export interface EmergencyBarProps {
  readonly emergency: EmergencyView;
  readonly zone: string;
  /** The patient whose chart is open. */
  readonly open: string | undefined;
  readonly onOpen: (patient: string) => void;
}

type Responding = Pick<EmergencyBarProps, "emergency">;

/** Who performs and who records, each with their name (X18). */
function Responders({ emergency }: Responding): ReactNode {
  const { t } = useWords();
  const { responders } = emergency;
  return (
    <p className={styles["responders"]}>
      <strong>{t.emergencyResponders}:</strong>{" "}
      {responders.length === 0
        ? t.emergencyNobody
        : responders
            .map(
              ({ who, task }) => `${who.name} ${task === "records" ? t.recording : t.performing}`,
            )
            .join(", ")}
    </p>
  );
}

/** One or the other: whoever records does not perform (X18). */
function Tasks({ emergency }: Responding): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const { id, task: mine } = emergency;
  const tasks: readonly (readonly [EmergencyTask, string])[] = [
    ["performs", t.taskPerforms],
    ["records", t.taskRecords],
  ];
  return (
    <fieldset className={styles["tasks"]} aria-label={t.emergencyResponders}>
      {tasks.map(([task, label]) => (
        <Button
          key={task}
          variant={mine === task ? "filled" : "default"}
          aria-pressed={mine === task}
          onClick={() => void store.takeTask({ emergency: id, task })}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

/** Two touches: it closes everybody's work. */
function StandDown({ emergency }: Responding): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const [asked, setAsked] = useState(false);
  const close = (): void => setAsked(false);
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {t.standDown}
      </Button>
      {asked && (
        <Dialog title={t.standDownTitle} size="38rem" onClose={close}>
          <div className={styles["choices"]}>
            <p>{t.standDownBody}</p>
            <Button size="xl" onClick={() => void store.standDown({ emergency: emergency.id })}>
              {t.standDownYes}
            </Button>
            <Button variant="default" size="lg" onClick={close}>
              {t.standDownNo}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** The emergency that is under way: what and where, how long yet, who responds, and what whoever is in does in it. */
export function EmergencyBar({ emergency, zone, open, onOpen }: EmergencyBarProps): ReactNode {
  const { t, locale, server } = useWords();
  const { store } = useSeat();
  const now = useServerNow(5000);
  const { id, mayRespond, patient, renewable, since, task, until, where } = emergency;
  const time = clockTime(until, zone, locale);
  return (
    <section className={styles["bar"]} aria-label={t.emergencyRegion} data-testid="emergency">
      <TimeRing since={since} at={until} now={now} size={40} />
      <div className={styles["what"]}>
        <strong>{t.emergencyCall(sayEmergency(emergency, server), where)}</strong>
        <span>
          {t.emergencySince(clockTime(since, zone, locale))}.{" "}
          {task === undefined ? t.emergencyEndsNow(time) : t.emergencyEnds(time)}
        </span>
        <Responders emergency={emergency} />
      </div>
      <div className={styles["ways"]}>
        {mayRespond && (
          <Button
            className={styles["choice"]}
            leftSection={<Icon name="alarm" />}
            onClick={() => void store.respond({ emergency: id })}
          >
            {t.respondNow}
          </Button>
        )}
        {patient !== undefined && patient !== open && (
          <Button onClick={() => onOpen(patient)}>{t.emergencyChart}</Button>
        )}
        {task !== undefined && <Tasks emergency={emergency} />}
        {renewable && (
          <Button onClick={() => void store.renewEmergency({ emergency: id })}>
            {t.emergencyRenew}
          </Button>
        )}
        {emergency.responders.map(
          ({ maySendAway, who }) =>
            maySendAway && (
              <Button
                key={who.id}
                variant="default"
                onClick={() => void store.sendAway({ emergency: id, person: who.id })}
              >
                {t.sendAway(who.name)}
              </Button>
            ),
        )}
        {task !== undefined && <StandDown emergency={emergency} />}
      </div>
    </section>
  );
}
