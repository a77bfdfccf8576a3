import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { EmergencyView } from "../../../http/emergency-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { sayEmergency } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./emergency.module.css";
import { EmergencyBar, type EmergencyBarProps } from "./emergency-bar.tsx";

export interface EmergencyBarsProps extends Omit<EmergencyBarProps, "emergency"> {
  readonly calls: readonly EmergencyView[];
}

/** Every emergency that concerns whoever is in: one of them whole, the others a line each that a touch makes whole. */
export function EmergencyBars({ calls, open, ...rest }: EmergencyBarsProps): ReactNode {
  const { t, server } = useWords();
  const [chosen, setChosen] = useState<string>();
  const whole =
    calls.find(({ id }) => id === chosen) ??
    calls.find(({ patient }) => patient !== undefined && patient === open) ??
    calls[0];
  if (whole === undefined) return null;
  const others = calls.filter((call) => call !== whole);
  return (
    <>
      <EmergencyBar key={whole.id} emergency={whole} open={open} {...rest} />
      {others.length > 0 && (
        <section className={styles["others"]} aria-label={t.emergencyOthers}>
          {others.map((call) => (
            <Button
              key={call.id}
              className={styles["choice"]}
              leftSection={<Icon name="alarm" />}
              onClick={() => setChosen(call.id)}
            >
              {t.emergencyCall(sayEmergency(call, server), call.where)}
            </Button>
          ))}
        </section>
      )}
    </>
  );
}
