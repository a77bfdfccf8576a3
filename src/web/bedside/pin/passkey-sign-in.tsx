import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { StartView } from "../../../http/roster-contract.ts";
import { askPasskey, stopAsking } from "../../shared/passkeys.ts";
import { failureOf } from "../../shared/screen-error.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./pin.module.css";

/** Comes in by a passkey instead of badge and PIN (A1). */
export function PasskeySignIn({ start }: { readonly start?: StartView }): ReactNode {
  const { t, explain } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      stopAsking();
    };
  }, []);
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const answer = await askPasskey(await store.signInOptions(), t);
      // Whoever has come in by their badge meanwhile is not tapped over unawares.
      if (!gone.current) await store.signInByPasskey(answer, start);
    } catch (cause) {
      setSaid(explain(failureOf(cause, false)));
    }
    setBusy(false);
  };
  return (
    <div className={styles["byPasskey"]}>
      <Button variant="default" size="lg" aria-disabled={busy} onClick={() => void ask()}>
        {busy ? t.passkeyWaiting : t.signInPasskey}
      </Button>
      <div role="alert">{said}</div>
    </div>
  );
}
