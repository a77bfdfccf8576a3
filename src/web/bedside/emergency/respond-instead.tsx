import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { EmergencyCallView } from "../../../http/emergency-contract.ts";
import { sayEmergency } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./emergency.module.css";

export interface RespondInsteadProps {
  readonly calls: readonly EmergencyCallView[];
  /** The tap that waits. */
  readonly tap: string;
}

/** Where a tap asks for a PIN during an emergency: one touch says that they are responding, instead (X17). */
export function RespondInstead({ calls, tap }: RespondInsteadProps): ReactNode {
  const { t, server } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const respond = async (emergency: string): Promise<void> => {
    setBusy(true);
    await store.respond({ emergency, tap });
    setBusy(false);
  };
  return (
    <div className={styles["instead"]}>
      {calls.map((call) => (
        <div key={call.id} className={styles["instead"]}>
          <strong id={`call-${call.id}`}>
            {t.emergencyCall(sayEmergency(call, server), call.where)}
          </strong>
          <Button
            className={styles["choice"]}
            size="xl"
            aria-disabled={busy}
            aria-describedby={`call-${call.id}`}
            onClick={() => void respond(call.id)}
          >
            {t.respondNow}
          </Button>
        </div>
      ))}
      <p>{t.respondHint}</p>
    </div>
  );
}
