import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { CallBanner } from "../emergency/call-banner.tsx";
import { DeclareButton } from "../emergency/declare-button.tsx";
import type { KnownSeatState } from "../link/state-stream.ts";
import { DemoBadges } from "../locked/demo-badges.tsx";
import { Afterwards } from "../locked/locked-screen.tsx";
import { ParkedPeople } from "../locked/parked-people.tsx";
import { useLocked } from "../locked/use-locked.ts";
import { MoreButton } from "../more/more-button.tsx";
import { PasskeySignIn } from "../pin/passkey-sign-in.tsx";
import styles from "./case.module.css";

type Locked = Extract<KnownSeatState, { readonly type: "locked" }>;

/** Beside the chart of an open case: how to come in, which writing needs (S7). */
export function LockedBesideCase({ state }: { readonly state: Locked }): ReactNode {
  const { t } = useWords();
  const { message, reading, typed } = useLocked();
  return (
    <>
      {state.calls.map((call) => (
        <CallBanner key={call.id} call={call} zone={state.zone} />
      ))}
      <h1>
        <Icon name="badge" /> {reading ? t.readingBadge : t.caseTap}
      </h1>
      {typed === 0 ? (
        <p data-quiet="true">{t.caseTapHint}</p>
      ) : (
        <p>
          <span aria-hidden="true">{"•".repeat(Math.min(typed, 24))}</span>
          <VisuallyHidden>{t.charactersTyped(typed)}</VisuallyHidden>
        </p>
      )}
      <div role="alert">
        {message !== undefined && !reading && <p className={styles["said"]}>{message}</p>}
      </div>
      <PasskeySignIn />
      <Afterwards state={state} />
      <ParkedPeople parked={state.parked} />
      <DeclareButton choices={state.declare} large />
      <MoreButton />
      {state.demoBadges !== undefined && state.demoBadges.length > 0 && (
        <div className={styles["badges"]}>
          <DemoBadges badges={state.demoBadges} busy={reading} />
        </div>
      )}
    </>
  );
}
