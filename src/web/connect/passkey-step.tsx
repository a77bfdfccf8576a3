import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";

export interface PasskeyStepProps {
  /** Uses the passkey; answers what is said to whoever it did not let in. */
  readonly use: () => Promise<string | undefined>;
  readonly onDone: () => void;
}

/** A passkey, asked for by an application: to come in on a phone, or of whoever is in. */
export function PasskeyStep({ use, onDone }: PasskeyStepProps): ReactNode {
  const { t, explain } = useWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const refused = await use();
      if (refused === undefined) return onDone();
      setSaid(refused);
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
