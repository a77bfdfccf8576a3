import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { ChartView } from "../../../http/contract.ts";
import { Dialog } from "../../shared/dialog.tsx";
import { askPasskey, stopAsking } from "../../shared/passkeys.ts";
import { failureOf } from "../../shared/screen-error.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import type { ActAttempt } from "./attempt.ts";
import styles from "./step-up-dialog.module.css";
import type { Attempts } from "./use-attempts.ts";

export interface SignDialogProps {
  readonly act: ActAttempt;
  readonly chart: ChartView | undefined;
  readonly attempts: Attempts;
}

/**
 * The act of signing (A4): what is signed stands here, and one use of the passkey signs just that. Whatever comes of it, the
 * form is behind this as it was.
 */
export function SignDialog({ act, chart, attempts }: SignDialogProps): ReactNode {
  const { t, tell, explain } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const { endSigning, settle } = attempts;
  useEffect(() => stopAsking, []);
  const sign = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    const { type: _, asks: __, ...request } = act;
    try {
      const asked = await store.signOptions(request);
      if (asked.type !== "sign") return endSigning(asked);
      const reply = await store.sign({ ...request, ...(await askPasskey(asked, t)) });
      if (reply.type !== "done") return endSigning(reply);
      settle(act, tell(reply));
      return endSigning();
    } catch (cause) {
      const error = failureOf(cause, true);
      if (error.code !== "dropped") setSaid(explain(error));
    }
    setBusy(false);
  };
  const label = chart?.actions.find(({ action }) => action === act.action)?.label ?? "";
  return (
    <Dialog title={t.signTitle} size="32rem" onClose={() => endSigning()} steady>
      <div className={styles["body"]}>
        <p>{t.signBody(label, chart?.patient.name ?? "")}</p>
        <blockquote className={styles["signed"]}>{act.text}</blockquote>
        <p>{t.signHint}</p>
        <div role="alert">{said}</div>
        <Button size="xl" data-autofocus aria-disabled={busy} onClick={() => void sign()}>
          {busy ? t.passkeyWaiting : t.signButton}
        </Button>
        <Button variant="subtle" size="lg" onClick={() => endSigning()}>
          {t.signCancel}
        </Button>
      </div>
    </Dialog>
  );
}
