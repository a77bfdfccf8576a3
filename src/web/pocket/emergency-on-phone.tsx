import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { EmergencyView } from "../../http/emergency-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { Icon } from "../shared/icon.tsx";
import { sayEmergency } from "../shared/say-server.ts";
import { TimeRing } from "../shared/time-ring.tsx";
import { useNow } from "../shared/use-now.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime } from "../shared/zoned.ts";
import styles from "./exceptions.module.css";
import type { StateIn } from "./in.tsx";
import type { Phone } from "./use-phone.ts";

/** The call for help: one touch asks what and where, a second one declares it (X16). */
export function DeclareOnPhone({
  phone,
  choices,
}: {
  readonly phone: Phone;
  readonly choices: StateIn["declare"];
}): ReactNode {
  const { t, server } = useWords();
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  if (choices.length === 0) return null;
  return (
    <>
      <Button
        className={styles["declare"]}
        leftSection={<Icon name="alarm" />}
        onClick={() => setOpen(true)}
      >
        {t.declareEmergency}
      </Button>
      {open && (
        <Dialog title={t.declareTitle} size="34rem" onClose={close}>
          <div className={styles["choices"]}>
            <p>{t.pocketDeclareBody}</p>
            {choices.map(({ type, title, whom, where, ward }) => (
              <Button
                key={`${type} ${whom} ${ward}`}
                className={styles["choice"]}
                size="lg"
                onClick={() => {
                  close();
                  phone.declare({ type, whom, ward });
                }}
              >
                {t.declareChoice(sayEmergency({ type, title }, server), where)}
              </Button>
            ))}
            <Button variant="default" size="lg" onClick={close}>
              {t.declareCancel}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

interface EmergencyProps {
  readonly phone: Phone;
  readonly emergency: EmergencyView;
}

/** Two touches: it closes everybody's work. */
function StandDown({ phone, emergency }: EmergencyProps): ReactNode {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const close = (): void => setAsked(false);
  return (
    <>
      <Button size="lg" variant="default" onClick={() => setAsked(true)}>
        {t.standDown}
      </Button>
      {asked && (
        <Dialog title={t.standDownTitle} size="34rem" onClose={close}>
          <div className={styles["choices"]}>
            <p>{t.standDownBody}</p>
            <Button
              size="lg"
              onClick={() => {
                close();
                phone.standDown({ emergency: emergency.id });
              }}
            >
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

/** The emergency that stands: what and where, how long yet, who responds, and the ways forward of whoever is in. */
export function EmergencyOnPhone({
  phone,
  emergency,
  state,
  now,
}: EmergencyProps & { readonly state: StateIn; readonly now: () => number }): ReactNode {
  const { t, locale, server } = useWords();
  const { zone, chart } = state;
  const { id, mayRespond, patient, renewable, responders, since, task, until, where } = emergency;
  const at = useNow(now, 5_000);
  const time = clockTime(until, zone, locale);
  const names = responders.map(({ who }) => who.name).join(", ");
  return (
    <section className={styles["emergency"]} aria-label={t.emergencyRegion} data-testid="emergency">
      <div className={styles["what"]}>
        <TimeRing since={since} at={until} now={at} size={40} />
        <div>
          <strong>{t.emergencyCall(sayEmergency(emergency, server), where)}</strong>
          <p>
            {t.emergencySince(clockTime(since, zone, locale))}.{" "}
            {task === undefined ? t.emergencyEndsNow(time) : t.emergencyEnds(time)}
          </p>
          <p>
            {t.emergencyResponders}: {names === "" ? t.emergencyNobody : names}
          </p>
        </div>
      </div>
      <div className={styles["choices"]}>
        {mayRespond && (
          <Button
            size="lg"
            className={styles["choice"]}
            leftSection={<Icon name="alarm" />}
            onClick={() => phone.respond({ emergency: id })}
          >
            {t.respondNow}
          </Button>
        )}
        {patient !== undefined && patient !== chart?.patient.id && (
          <Button size="lg" onClick={() => phone.open(patient)}>
            {t.emergencyChart}
          </Button>
        )}
        {renewable && (
          <Button size="lg" onClick={() => phone.renewEmergency({ emergency: id })}>
            {t.emergencyRenew}
          </Button>
        )}
        {task !== undefined && <StandDown phone={phone} emergency={emergency} />}
      </div>
    </section>
  );
}
