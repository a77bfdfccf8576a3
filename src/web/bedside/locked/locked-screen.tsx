import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import { saySaid } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { clockTime, dayName } from "../../shared/zoned.ts";
import { DowntimeNote } from "../apart/downtime-note.tsx";
import { CallBanner } from "../emergency/call-banner.tsx";
import { DeclareButton } from "../emergency/declare-button.tsx";
import type { KnownSeatState } from "../link/state-stream.ts";
import { MoreButton } from "../more/more-button.tsx";
import { PasskeySignIn } from "../pin/passkey-sign-in.tsx";
import { useServerNow, useSnapshot } from "../seat/use-seat.tsx";
import { DemoBadges } from "./demo-badges.tsx";
import styles from "./locked.module.css";
import { ParkedPeople } from "./parked-people.tsx";
import { TapInvitation } from "./tap-invitation.tsx";
import { useLocked } from "./use-locked.ts";

type Locked = Extract<KnownSeatState, { readonly type: "locked" }>;

function WardClock({ zone }: { readonly zone: string }): ReactNode {
  const { locale } = useWords();
  const now = useServerNow(1000);
  return (
    <div className={styles["clock"]}>
      <time className={styles["time"]}>{clockTime(now, zone, locale)}</time>
      <span className={styles["day"]}>{dayName(now, zone, locale)}</span>
    </div>
  );
}

/** The words that only the one who was just here can use; they name nobody and no patient. */
export function Afterwards({ state }: { readonly state: Locked }): ReactNode {
  const { t, server, locale } = useWords();
  const now = useServerNow(60_000);
  const { dropped } = useSnapshot();
  const notice =
    saySaid(state.said, (words) => words.farewells, { server, locale, now }) ?? state.notice;
  return (
    <div className={styles["afterwards"]} role="status">
      {notice !== undefined && <p>{notice}</p>}
      {dropped !== undefined && <p>{t.droppedAtLock(dropped.initials, dropped.count)}</p>}
    </div>
  );
}

/** A free or locked seat: tells strangers nothing but the ward, the time and initials (S7). */
export function LockedScreen({ state }: { readonly state: Locked }): ReactNode {
  const { t } = useWords();
  const { message, reading, typed } = useLocked();
  return (
    <div className={styles["screen"]}>
      <header className={styles["top"]}>
        <div className={styles["ward"]}>
          <span className={styles["wardCode"]}>{state.ward}</span>
          <span className={styles["wardName"]}>{state.wardName}</span>
        </div>
        <WardClock zone={state.zone} />
        {state.downtime !== undefined && (
          <DowntimeNote downtime={state.downtime} zone={state.zone} inset />
        )}
      </header>
      {state.calls.map((call) => (
        <CallBanner key={call.id} call={call} zone={state.zone} />
      ))}
      <main className={styles["middle"]}>
        <TapInvitation reading={reading} typed={typed} />
        <div className={styles["said"]} role="alert">
          {message !== undefined && !reading && <p>{message}</p>}
        </div>
        <PasskeySignIn />
        <Afterwards state={state} />
      </main>
      <footer className={styles["bottom"]}>
        <DeclareButton choices={state.declare} large />
        <ParkedPeople parked={state.parked} />
        <span className={styles["seat"]}>
          <Icon name="badge" /> {t.seat(state.seat)}
        </span>
        <MoreButton />
      </footer>
      {state.demoBadges !== undefined && state.demoBadges.length > 0 && (
        <DemoBadges badges={state.demoBadges} busy={reading} />
      )}
    </div>
  );
}
