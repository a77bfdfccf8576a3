import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import type { StepProps } from "./pin-step.tsx";

/** The passkey of whoever is in, asked for by an application. */
export function PasskeyStep({ onRaised, person, requests }: StepProps): ReactNode {
  const { t, tell, explain } = useWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const reply = await requests.stepUpByPasskey(person, t);
      if (reply.type === "raised") return onRaised();
      setSaid(tell(reply));
    } catch (cause) {
      setSaid(explain(failureOf(cause, false)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div role="alert">{said}</div>
      <Button size="xl" aria-disabled={busy} onClick={() => void ask()}>
        {busy ? t.passkeyWaiting : t.passkeyUse}
      </Button>
    </>
  );
}
