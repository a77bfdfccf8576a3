import { Button, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import { Initials } from "../../shared/initials.tsx";
import { sayDuties, sayRole } from "../../shared/say-server.ts";
import { TimeRing } from "../../shared/time-ring.tsx";
import { useWords } from "../../shared/words.tsx";
import { DeclareButton } from "../emergency/declare-button.tsx";
import type { KnownSeatState } from "../link/state-stream.ts";
import { MoreButton } from "../more/more-button.tsx";
import { useSeat, useServerNow } from "../seat/use-seat.tsx";
import styles from "./header-bar.module.css";
import { whoAndWhere } from "./who-and-where.ts";

/** Somebody is in. */
export type SignedInState = Extract<KnownSeatState, { readonly type: "in" }>;

/** The last half hour of a session is worth a sign. */
const soon = 30 * 60_000;

function Duty({ state }: { readonly state: SignedInState }): ReactNode {
  const { t, server, locale } = useWords();
  const now = useServerNow(5000);
  const left = state.until - now;
  const duty = sayDuties(state, { server, locale, now });
  if (left > soon || left <= 0) return <span className={styles["duty"]}>{duty}</span>;
  return (
    <span className={styles["duty"]} data-soon="true">
      <TimeRing since={state.until - soon} at={state.until} now={now} />
      <span>
        {duty}
        <br />
        <small>{t.shiftEndsSoon(Math.max(Math.ceil(left / 60_000), 1))}</small>
      </span>
    </span>
  );
}

export interface HeaderBarProps {
  readonly state: SignedInState;
  readonly onLock: () => void;
  /** Whoever stands there is not the one whose name it shows. */
  readonly onNotMe: () => void;
}

/** Who is in, until when, and the way out: always there, always the same. */
export function HeaderBar({ state, onLock, onNotMe }: HeaderBarProps): ReactNode {
  const { t, server } = useWords();
  const { store } = useSeat();
  const who = { ...state.who, role: sayRole(state.who.role, server) };
  return (
    <header className={styles["bar"]}>
      <VisuallyHidden component="h1">
        {state.ward} {state.wardName}
      </VisuallyHidden>
      <div className={styles["who"]}>
        <Initials initials={who.initials} />
        <div>
          <strong className={styles["name"]}>{who.name}</strong>
          <span className={styles["role"]}>{whoAndWhere({ ...state, who }, t)}</span>
        </div>
      </div>
      <Button variant="subtle" className={styles["notMe"]} onClick={onNotMe}>
        {t.notMe}
      </Button>
      <Duty state={state} />
      <div className={styles["ways"]}>
        <DeclareButton choices={state.declare} />
        <MoreButton onSignOut={store.signOut} />
        <Button size="lg" leftSection={<Icon name="lock" />} onClick={onLock}>
          {t.lock}
        </Button>
      </div>
    </header>
  );
}
