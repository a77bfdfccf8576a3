import { type ReactNode, useState } from "react";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import type { ConnectRequests } from "./connect-requests.ts";
import { PinForm } from "./pin-form.tsx";

export interface StepProps {
  readonly requests: ConnectRequests;
  /** Who is in. */
  readonly person: string;
  readonly onRaised: () => void;
}

/** The PIN of whoever is in, asked for by an application. */
export function PinStep({ onRaised, person, requests }: StepProps): ReactNode {
  const { tell, explain } = useWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const onPin = async (pin: string): Promise<void> => {
    setBusy(true);
    try {
      const reply = await requests.stepUp(person, pin);
      if (reply.type === "raised") return onRaised();
      setSaid(tell(reply));
    } catch (cause) {
      setSaid(explain(failureOf(cause, false)));
    } finally {
      setBusy(false);
    }
  };
  return <PinForm busy={busy} said={said} onPin={(pin) => void onPin(pin)} />;
}
