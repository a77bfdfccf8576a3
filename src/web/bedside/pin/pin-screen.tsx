import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { StartView } from "../../../http/roster-contract.ts";
import { Initials } from "../../shared/initials.tsx";
import { saySaid } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { RespondInstead } from "../emergency/respond-instead.tsx";
import type { KnownSeatState } from "../link/state-stream.ts";
import { Starts } from "../roster/starts.tsx";
import { useSeat, useServerNow, useSnapshot } from "../seat/use-seat.tsx";
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

/** Somebody has tapped and gives the PIN: the whole screen's question. */
export function PinScreen({ state }: { readonly state: AskingPin }): ReactNode {
  return (
    <main className={styles["screen"]}>
      <PinQuestion state={state} />
    </main>
  );
}

export interface PinQuestionProps {
  readonly state: AskingPin;
  /** It stands in a column beside something else, and takes less room. */
  readonly beside?: boolean;
}

/** Who has tapped, and the pad for their PIN; anybody may go back. */
export function PinQuestion({ state, beside = false }: PinQuestionProps): ReactNode {
  const { t, tell, server, locale } = useWords();
  const { store } = useSeat();
  const now = useServerNow(60_000);
  const { message } = useSnapshot();
  const [busy, setBusy] = useState(false);
  const [start, setStart] = useState<StartView>();
  const cancel = store.cancelPin;
  useEscape(cancel);
  const onPin = async (pin: string): Promise<void> => {
    setBusy(true);
    await store.enterPin(pin, start);
    setBusy(false);
  };
  // Off duty, what is started is chosen first: the PIN says that it is meant (L9).
  const choosing = state.starts !== undefined && start === undefined && state.badgeLocked !== true;
  const why = saySaid(state.said, (words) => words.questions, { server, locale, now }) ?? state.why;
  const asksPin =
    state.badgeLocked !== true && state.offDuty !== true && state.byPasskey !== true && !choosing;
  return (
    <>
      <div className={styles["who"]} data-beside={beside}>
        <Initials initials={state.initials} large={!beside} />
        <h1>{t.pinTitle(state.initials)}</h1>
        <p>
          {start === undefined
            ? why
            : t.startByPin(tell({ message: start.label, said: [start.said] }))}
        </p>
        {state.downtime !== undefined && <strong role="alert">{t.downtimeAway}</strong>}
        {!beside && <span className={styles["ward"]}>{state.wardName}</span>}
      </div>
      <div className={styles["side"]}>
        {state.calls.length > 0 && <RespondInstead calls={state.calls} tap={state.tap} />}
        {choosing && <Starts starts={state.starts ?? []} onStart={setStart} />}
        {state.badgeLocked === true && <BadgeLocked />}
        {start !== undefined && state.byPasskey === true && <PasskeySignIn start={start} />}
        {asksPin && (
          <PinPad
            busy={busy}
            onPin={(pin) => void onPin(pin)}
            {...(message === undefined ? {} : { message })}
            {...(state.waitUntil === undefined ? {} : { waitUntil: state.waitUntil })}
          />
        )}
        {start !== undefined && (
          <Button variant="default" size="lg" onClick={() => setStart(undefined)}>
            {t.startOther}
          </Button>
        )}
        {state.badgeLocked === true && <PasskeySignIn />}
        <Button variant="subtle" size="lg" onClick={() => void cancel()}>
          {t.pinNotMe}
        </Button>
      </div>
    </>
  );
}
