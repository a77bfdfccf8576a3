import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { StepUpReply } from "../../http/bedside-contract.ts";
import type { PasskeyOptionsReply } from "../../http/contract.ts";
import { askPasskey } from "../shared/passkeys.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import { askJson } from "./requests.ts";
import { useConsole } from "./use-console.tsx";

export interface PasskeyButtonProps {
  /** What was refused is asked again, and nothing that was typed is lost (A2). */
  readonly onRaised: () => void;
}

/** A step-up by passkey, beside the refusal that asks for it. */
export function PasskeyButton({ onRaised }: PasskeyButtonProps): ReactNode {
  const { t, language, explain } = useWords();
  const { signedOut } = useConsole();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const stepUp = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const asked = { path: "step-up/options", body: {}, language };
      const body = await askPasskey(await askJson<PasskeyOptionsReply>(asked), t);
      await askJson<StepUpReply>({ path: "step-up", body, language });
      onRaised();
    } catch (cause) {
      const failure = failureOf(cause, false);
      if (failure.code === "signed-out") return signedOut();
      setSaid(explain(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button aria-disabled={busy} onClick={() => void stepUp()}>
        {busy ? t.passkeyWaiting : t.passkeyUse}
      </Button>
      <span role="alert">{said}</span>
    </>
  );
}
