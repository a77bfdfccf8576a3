import { type ReactNode, useCallback, useEffect, useMemo } from "react";
import { sayAction } from "../../shared/say-refusal.ts";
import type { Speech } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { DowntimeNote } from "../apart/downtime-note.tsx";
import { CaseStrip } from "../case/case-strip.tsx";
import { EmergencyBars } from "../emergency/emergency-bars.tsx";
import { UnsignedActs } from "../emergency/unsigned-acts.tsx";
import { IdleGuard } from "../idle/idle-guard.tsx";
import { RosterStrip } from "../roster/roster-strip.tsx";
import { useSeat, useSnapshot } from "../seat/use-seat.tsx";
import { FindPatient } from "./find-patient.tsx";
import { HeaderBar, type SignedInState } from "./header-bar.tsx";
import { Pane } from "./pane.tsx";
import { PatientList } from "./patient-list.tsx";
import { Remarks } from "./remarks.tsx";
import { SignDialog } from "./sign-dialog.tsx";
import styles from "./signed-in.module.css";
import { StepUpDialog } from "./step-up-dialog.tsx";
import { useAttempts } from "./use-attempts.ts";
import { useKeptDrafts } from "./use-kept-drafts.ts";
import { useRecheck } from "./use-recheck.ts";

export interface SignedInProps {
  readonly state: SignedInState;
  /** Something else is in front of this: dialogs wait. */
  readonly covered: boolean;
}

/** What can be done with the chart, in the screen's own language. */
function inWords(state: SignedInState, speech: Speech): SignedInState {
  if (state.chart === undefined) return state;
  const actions = state.chart.actions.map((action) => sayAction(action, speech));
  return { ...state, chart: { ...state.chart, actions } };
}

/** Somebody is in: who, their patients, and one patient's chart. */
export function SignedIn({ state: shown, covered }: SignedInProps): ReactNode {
  const { choose, server, locale } = useWords();
  const { store, language, now } = useSeat();
  const state = useMemo(
    () => inWords(shown, { server, locale, now: now() }),
    [shown, server, locale, now],
  );
  const { notice } = useSnapshot();
  const attempts = useAttempts();
  const { panel, busy, attempt, steppingUp } = attempts;
  useKeptDrafts(state.chart?.patient.id, attempts);
  const idle = useCallback(() => store.lock("idle"), [store]);
  const rechecking = useRecheck(state.chart, attempt);
  // A language is chosen for oneself; the next person finds the seat's own.
  useEffect(() => () => choose(language), [choose, language]);
  const opening = busy?.type === "open" ? busy.patient : undefined;
  const paneOpen =
    panel !== undefined ||
    notice !== undefined ||
    state.chart !== undefined ||
    opening !== undefined;
  const back = (): void => {
    attempts.setPanel(undefined);
    store.dismissNotice();
    if (state.chart !== undefined) void store.closeChart();
  };
  return (
    <div className={styles["screen"]} data-pane={paneOpen}>
      <HeaderBar
        state={state}
        onLock={() => store.lock("lock")}
        onNotMe={() => store.lock("not-me")}
      />
      {state.downtime !== undefined && (
        <DowntimeNote
          downtime={state.downtime}
          zone={state.zone}
          broken={state.chart?.ends?.glass !== undefined}
        />
      )}
      <EmergencyBars
        calls={state.declared}
        zone={state.zone}
        open={state.chart?.patient.id}
        onOpen={(patient) => void attempt({ type: "open", patient })}
      />
      <UnsignedActs
        acts={state.unsigned}
        zone={state.zone}
        busy={busy?.type === "sign-for"}
        onSign={(patient) => void attempt({ type: "sign-for", patient })}
      />
      <Remarks state={state} said={attempts.said} attempts={attempts} />
      <CaseStrip state={state} attempts={attempts} />
      <main className={styles["columns"]}>
        <div className={styles["side"]}>
          <FindPatient
            busy={busy?.type === "search"}
            onFind={(asked) => void attempt({ type: "search", ...asked })}
            onRegister={() => attempts.setPanel({ type: "register" })}
          />
          <PatientList
            patients={state.patients}
            ward={state.ward}
            zone={state.zone}
            current={opening ?? (panel === undefined ? state.chart?.patient.id : undefined)}
            onOpen={(patient) => void attempt({ type: "open", patient })}
          />
          <RosterStrip state={state} attempts={attempts} />
        </div>
        <div className={styles["pane"]}>
          <Pane state={state} attempts={attempts} rechecking={rechecking} onBack={back} />
        </div>
      </main>
      {steppingUp !== undefined && !covered && (
        <StepUpDialog
          label={steppingUp.label}
          level={steppingUp.level}
          onRaised={attempts.goOn}
          onCancel={() => attempts.askStepUp(undefined)}
        />
      )}
      {attempts.signing !== undefined && !covered && (
        <SignDialog act={attempts.signing} chart={state.chart} attempts={attempts} />
      )}
      <IdleGuard idleLock={state.idleLock} onLock={idle} />
    </div>
  );
}
