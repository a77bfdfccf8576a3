import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Dialog } from "../../shared/dialog.tsx";
import { failureOf } from "../../shared/screen-error.ts";
import { useWords } from "../../shared/words.tsx";
import { wordsFor } from "../../shared/words-for.ts";
import { PinPad } from "../pin/pin-pad.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./step-up-dialog.module.css";

export interface StepUpDialogProps {
  readonly label: string;
  readonly onRaised: () => void;
  readonly onCancel: () => void;
}

/** Asks for the PIN again and goes back to the very same act (A2). */
export function StepUpDialog({ label, onRaised, onCancel }: StepUpDialogProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<{ readonly message?: string; readonly waitUntil?: number }>(
    {},
  );
  const onPin = async (pin: string): Promise<void> => {
    setBusy(true);
    try {
      const reply = await store.stepUp(pin);
      if (reply.type === "raised") return onRaised();
      const { type: _, ...wrong } = reply;
      setAnswer(wrong);
    } catch (cause) {
      const error = failureOf(cause, false);
      if (error.code !== "dropped") setAnswer({ message: wordsFor(error, t) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t.stepUpTitle} size="26rem" onClose={onCancel} steady>
      <div className={styles["body"]}>
        <p>{t.stepUpBody(label)}</p>
        <PinPad busy={busy} onPin={(pin) => void onPin(pin)} {...answer} />
        <Button variant="subtle" size="lg" onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
