import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { EmergencyCallView } from "../../../http/emergency-contract.ts";
import { sayEmergency } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./emergency.module.css";

export interface RespondInsteadProps {
  readonly call: EmergencyCallView;
  /** The tap that waits. */
  readonly tap: string;
}

/** Where a tap asks for a PIN during an emergency: one touch says that they are responding, instead (X17). */
export function RespondInstead({ call, tap }: RespondInsteadProps): ReactNode {
  const { t, server } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const respond = async (): Promise<void> => {
    setBusy(true);
    await store.respond({ emergency: call.id, tap });
    setBusy(false);
  };
  return (
    <div className={styles["instead"]}>
      <strong>{t.emergencyCall(sayEmergency(call, server), call.where)}</strong>
      <Button
        className={styles["choice"]}
        size="xl"
        aria-disabled={busy}
        onClick={() => void respond()}
      >
        {t.respondNow}
      </Button>
      <p>{t.respondHint}</p>
    </div>
  );
}
