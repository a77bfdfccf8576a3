import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "../../shared/dialog.tsx";
import { askPasskey, stopAsking } from "../../shared/passkeys.ts";
import { failureOf } from "../../shared/screen-error.ts";
import { useWords } from "../../shared/words.tsx";
import { PinPad } from "../pin/pin-pad.tsx";
import { useSeat, useSnapshot } from "../seat/use-seat.tsx";
import styles from "./step-up-dialog.module.css";

export interface StepUpDialogProps {
  readonly label: string;
  /** From 3 on it is the passkey that is asked for. */
  readonly level: 2 | 3 | 4;
  readonly onRaised: () => void;
  readonly onCancel: () => void;
}

/** Asks for the PIN again, or for the passkey, and goes back to the very same act (A2). */
export function StepUpDialog({ label, level, onRaised, onCancel }: StepUpDialogProps): ReactNode {
  const { t } = useWords();
  // A badge that is refused meanwhile is told here: what stands behind the dialog nobody can read.
  const { message } = useSnapshot();
  return (
    <Dialog title={t.stepUpTitle} size="26rem" onClose={onCancel} steady>
      <div className={styles["body"]}>
        <div role="alert">{message}</div>
        <p>{t.stepUpBody(label)}</p>
        {level > 2 ? <ByPasskey onRaised={onRaised} /> : <ByPin onRaised={onRaised} />}
        <Button variant="subtle" size="lg" onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    </Dialog>
  );
}

type ByProps = Pick<StepUpDialogProps, "onRaised">;

/** The browser asks at once, and stops when the dialog closes; who took too long asks again. */
function ByPasskey({ onRaised }: ByProps): ReactNode {
  const { t, explain } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const answer = await askPasskey(await store.passkeyOptions(), t);
      const reply = await store.stepUpByPasskey(answer);
      if (reply.type === "raised") return onRaised();
    } catch (cause) {
      const error = failureOf(cause, false);
      if (error.code !== "dropped") setSaid(explain(error));
    }
    setBusy(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the dialog opens.
  useEffect(() => {
    void ask();
    return stopAsking;
  }, []);
  return (
    <>
      <div role="alert">{said}</div>
      <Button size="xl" aria-disabled={busy} onClick={() => void ask()}>
        {busy ? t.passkeyWaiting : t.passkeyUse}
      </Button>
    </>
  );
}

function ByPin({ onRaised }: ByProps): ReactNode {
  const { explain, tell } = useWords();
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
      const { waitUntil } = reply;
      setAnswer({ message: tell(reply), ...(waitUntil === undefined ? {} : { waitUntil }) });
    } catch (cause) {
      const error = failureOf(cause, false);
      if (error.code !== "dropped") setAnswer({ message: explain(error) });
    } finally {
      setBusy(false);
    }
  };
  return <PinPad busy={busy} onPin={(pin) => void onPin(pin)} {...answer} />;
}
