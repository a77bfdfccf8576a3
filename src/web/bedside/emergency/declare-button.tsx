import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { EmergencyChoice } from "../../../http/emergency-contract.ts";
import { Dialog } from "../../shared/dialog.tsx";
import { Icon } from "../../shared/icon.tsx";
import { sayEmergency } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./emergency.module.css";

export interface DeclareButtonProps {
  readonly choices: readonly EmergencyChoice[];
  /** Large, where nobody is in. */
  readonly large?: boolean;
}

/** The call for help: one touch asks what and for whom, a second one declares it (X16). Nobody has to be signed in. */
export function DeclareButton({ choices, large = false }: DeclareButtonProps): ReactNode {
  const { t, server } = useWords();
  const { store } = useSeat();
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  if (choices.length === 0) return null;
  return (
    <>
      <Button
        className={styles["declare"]}
        data-large={large}
        size={large ? "xl" : "lg"}
        leftSection={<Icon name="alarm" />}
        onClick={() => setOpen(true)}
      >
        {t.declareEmergency}
      </Button>
      {open && (
        <Dialog title={t.declareTitle} size="42rem" onClose={close}>
          <div className={styles["choices"]}>
            <p>{t.declareBody}</p>
            {choices.map(({ type, title, whom, where }) => (
              <Button
                key={`${type} ${whom}`}
                className={styles["choice"]}
                rightSection={<Icon name="forward" />}
                justify="space-between"
                onClick={() => {
                  close();
                  void store.declareEmergency({ type, whom });
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
