import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Initials } from "../../shared/initials.tsx";
import { useWords } from "../../shared/words.tsx";
import { RespondInstead } from "../emergency/respond-instead.tsx";
import type { KnownSeatState } from "../link/state-stream.ts";
import { useSeat, useSnapshot } from "../seat/use-seat.tsx";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import styles from "./pin.module.css";
import { PinPad } from "./pin-pad.tsx";

type AskingPin = Extract<KnownSeatState, { readonly type: "pin" }>;

function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") onEscape();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onEscape]);
}

function BadgeLocked(): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles["locked"]} role="alert">
      <h2>{t.pinBadgeLocked}</h2>
      <p>{t.pinBadgeLockedBody}</p>
    </div>
  );
}

/** Somebody has tapped and gives the PIN; anybody may go back. */
export function PinScreen({ state }: { readonly state: AskingPin }): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const { message } = useSnapshot();
  const [busy, setBusy] = useState(false);
  const cancel = store.cancelPin;
  useEscape(cancel);
  const onPin = async (pin: string): Promise<void> => {
    setBusy(true);
    await store.enterPin(pin);
    setBusy(false);
  };
  return (
    <main className={styles["screen"]}>
      <div className={styles["who"]}>
        <Initials initials={state.initials} large />
        <h1>{t.pinTitle(state.initials)}</h1>
        <p>{state.why}</p>
        <span className={styles["ward"]}>{state.wardName}</span>
      </div>
      <div className={styles["side"]}>
        {state.emergency !== undefined && <RespondInstead call={state.emergency} tap={state.tap} />}
        {state.badgeLocked === true && <BadgeLocked />}
        {state.badgeLocked !== true && state.offDuty !== true && (
          <PinPad
            busy={busy}
            onPin={(pin) => void onPin(pin)}
            {...(message === undefined ? {} : { message })}
            {...(state.waitUntil === undefined ? {} : { waitUntil: state.waitUntil })}
          />
        )}
        {state.badgeLocked === true && <PasskeySignIn />}
        <Button variant="subtle" size="lg" onClick={() => void cancel()}>
          {t.pinNotMe}
        </Button>
      </div>
    </main>
  );
}
