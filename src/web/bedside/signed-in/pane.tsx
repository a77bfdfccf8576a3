import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { RegisterArrivalRequest } from "../../../http/bedside-contract.ts";
import type { ActionView, PatientView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { HandOverPanel } from "../roster/hand-over-panel.tsx";
import { SwapPanel } from "../roster/swap-panel.tsx";
import { WaitingPanel } from "../roster/waiting-panel.tsx";
import { useSeat, useSnapshot } from "../seat/use-seat.tsx";
import { AccessEnds } from "./access-ends.tsx";
import type { Attempt, Panel } from "./attempt.ts";
import { BreakGlassPanel } from "./break-glass-panel.tsx";
import { Chart } from "./chart.tsx";
import { Compose } from "./compose.tsx";
import { ConfirmPanel } from "./confirm-panel.tsx";
import { CoverPanel } from "./cover-panel.tsx";
import { FoundPanel } from "./found-panel.tsx";
import type { SignedInState } from "./header-bar.tsx";
import { NoticePanel } from "./notice-panel.tsx";
import { PatientBar } from "./patient-bar.tsx";
import { Refused } from "./refused.tsx";
import { RegisterPanel } from "./register-panel.tsx";
import { SeveralPanel } from "./several-panel.tsx";
import styles from "./signed-in.module.css";
import { Slow } from "./slow.tsx";
import type { Attempts } from "./use-attempts.ts";
import { whereFound } from "./where-found.ts";
import { WitnessPanel } from "./witness-panel.tsx";

export interface PaneProps {
  readonly state: SignedInState;
  readonly attempts: Attempts;
  /** The open chart must not be shown before it is asked for again. */
  readonly rechecking: boolean;
  readonly onBack: () => void;
}

/** The patient whom the pane is about: always the one in the bar. */
function patientOf({ state, attempts }: PaneProps): PatientView | undefined {
  const { panel, busy } = attempts;
  if (busy?.type === "open" || busy?.type === "break-glass") {
    const shown = panel?.type === "found" || panel?.type === "refused" ? panel.patient : undefined;
    const known = [...state.patients, shown, state.chart?.patient];
    return known.find((patient) => patient?.id === busy.patient);
  }
  if (panel?.type === "found") return whereFound(panel.patient, state);
  if (panel?.type === "break-glass" || panel?.type === "cover") {
    return patientOfPanel(panel.before, state);
  }
  return patientOfPanel(panel, state);
}

function patientOfPanel(
  panel: Panel | undefined,
  { chart }: SignedInState,
): PatientView | undefined {
  if (panel?.type === "refused" && !isOfChart(panel.attempt)) return panel.patient;
  if (panel?.type === "waiting" || panel?.type === "handover" || panel?.type === "swap")
    return undefined;
  return chart?.patient;
}

/** Whether it is about the open chart, and not about getting to one. */
function isOfChart({ type }: Attempt): boolean {
  return type === "act" || type === "open-case";
}

function NothingOpen(): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles["nothing"]}>
      <h2>{t.noChart}</h2>
      <p>{t.noChartHint}</p>
    </div>
  );
}

function actionOf(props: PaneProps): ActionView | undefined {
  const { panel } = props.attempts;
  if (panel?.type !== "compose" && panel?.type !== "not-now") return undefined;
  return props.state.chart?.actions.find(({ action }) => action === panel.action);
}

function Content(props: PaneProps): ReactNode {
  const { t, tell } = useWords();
  const { store } = useSeat();
  const { notice } = useSnapshot();
  const { state, attempts, rechecking, onBack } = props;
  const { panel, setPanel, busy, attempt } = attempts;
  const chart = state.chart;
  const action = actionOf(props);
  if (rechecking) return <Slow words={t.rechecking} />;
  if (busy?.type === "open" || busy?.type === "break-glass" || busy?.type === "start-cover") {
    return <Slow words={t.openingChart} />;
  }
  if (panel?.type === "refused" || (panel?.type === "not-now" && action !== undefined)) {
    const open = chart?.patient.id;
    const responding = state.declared.some(({ task }) => task !== undefined);
    return <Refused {...{ attempts, panel, open, action, responding, onBack }} />;
  }
  if (panel?.type === "break-glass") {
    return <BreakGlassPanel attempts={attempts} panel={panel} />;
  }
  if (panel?.type === "cover") return <CoverPanel attempts={attempts} panel={panel} />;
  if (panel?.type === "waiting") {
    return <WaitingPanel waiting={state.roster.waiting} attempts={attempts} />;
  }
  if (panel?.type === "handover") {
    return <HandOverPanel patients={state.patients} attempts={attempts} />;
  }
  if (panel?.type === "swap") {
    return <SwapPanel swaps={state.roster.swaps} attempts={attempts} />;
  }
  if (notice !== undefined && chart === undefined) {
    const { notice: last, noticeSaid: said = [] } = state;
    // What was said before this state has its sentences no more.
    const text = notice === last ? tell({ message: notice, said }) : notice;
    return <NoticePanel notice={text} onBack={onBack} />;
  }
  if (panel?.type === "found") {
    const open = (): void => void attempt({ type: "open", patient: panel.patient.id });
    return <FoundPanel onOpen={open} onBack={onBack} />;
  }
  if (panel?.type === "register") {
    const register = (request: RegisterArrivalRequest): void =>
      void attempt({ type: "register", ...request });
    return <RegisterPanel busy={busy?.type === "register"} onRegister={register} onBack={onBack} />;
  }
  if (panel?.type === "several") {
    const choose = (patient: PatientView): void => setPanel({ type: "found", patient });
    return <SeveralPanel panel={panel} zone={state.zone} onChoose={choose} onBack={onBack} />;
  }
  if (chart === undefined) return <NothingOpen />;
  if (state.witness !== undefined) {
    return <WitnessPanel witness={state.witness} patient={chart.patient} attempts={attempts} />;
  }
  if (panel?.type === "confirm" && panel.attempt.patient === chart.patient.id) {
    return <ConfirmPanel attempts={attempts} panel={panel} />;
  }
  if (panel?.type === "compose" && action !== undefined) {
    // What is kept comes first: an empty form must not take its place.
    if (!store.drafts().isFilled(chart.patient.id)) return <Slow words={t.fetchingDrafts} />;
    return (
      <Compose
        patient={chart.patient}
        action={action}
        busy={busy?.type === "act"}
        onPlace={(act) => void attempt(act)}
        onBack={() => setPanel(undefined)}
      />
    );
  }
  const onAction = ({ action: name, allowed }: ActionView): void =>
    setPanel({ type: allowed ? "compose" : "not-now", action: name });
  return (
    <Chart
      key={chart.patient.id}
      chart={chart}
      zone={state.zone}
      onAction={onAction}
      onClose={onBack}
      onOpenCase={
        state.case?.opens === true
          ? () => void attempt({ type: "open-case", patient: chart.patient.id })
          : undefined
      }
    />
  );
}

/** Whether something is being done in the open chart that takes its place: a text is written, confirmed or witnessed. */
function isWorkedIn({ state, attempts, rechecking }: PaneProps): boolean {
  const type = attempts.panel?.type;
  if (rechecking) return false;
  return state.witness !== undefined || ["compose", "confirm", "not-now"].includes(type ?? "");
}

/** One patient: the bar that says who it is, always in the same place, and what is being done. */
export function Pane(props: PaneProps): ReactNode {
  const { t } = useWords();
  const patient = patientOf(props);
  const { chart, zone } = props.state;
  return (
    <>
      <div className={styles["paneTop"]}>
        <Button
          className={styles["paneBack"]}
          variant="subtle"
          leftSection={<Icon name="back" />}
          onClick={props.onBack}
        >
          {t.backToPatients}
        </Button>
        {patient !== undefined && <PatientBar patient={patient} zone={zone} />}
      </div>
      {isWorkedIn(props) && chart !== undefined && <AccessEnds chart={chart} zone={zone} alone />}
      <Content {...props} />
    </>
  );
}
