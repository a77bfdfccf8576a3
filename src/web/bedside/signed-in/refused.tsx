import type { ReactNode } from "react";
import type { ActionView, RemedyView } from "../../../http/contract.ts";
import { sayRefusal, sayRemedy } from "../../shared/say-refusal.ts";
import { useWords } from "../../shared/words.tsx";
import { useServerNow } from "../seat/use-seat.tsx";
import type { Attempt, Panel } from "./attempt.ts";
import { RefusalPanel } from "./refusal-panel.tsx";
import type { Attempts } from "./use-attempts.ts";

export interface RefusedProps {
  readonly attempts: Attempts;
  readonly panel: Extract<Panel, { readonly type: "refused" | "not-now" }>;
  /** The patient whose chart is open. */
  readonly open: string | undefined;
  /** The chart's action that is not possible now. */
  readonly action: ActionView | undefined;
  /** Whoever is in responds to an emergency. */
  readonly responding: boolean;
  readonly onBack: () => void;
}

/** Whom it was for: a number that was looked up is nobody yet. */
function patientIn(attempt: Attempt): string | undefined {
  if (attempt.type === "ask-cover") return attempt.request.patient;
  return "patient" in attempt ? attempt.patient : undefined;
}

/** Starts the shift that leads on (L9), and then does what was refused. */
function startingBy(
  { ward, role }: Extract<RemedyView, { readonly type: "start-shift" }>,
  then?: Attempt,
): Attempt {
  const body = { ward, role };
  return { type: "roster", path: "shift/start", body, ...(then === undefined ? {} : { then }) };
}

/** Goes one of the ways forward after something was refused. */
function go(
  { askStepUp, attempt: next, setPanel }: Attempts,
  panel: Extract<Panel, { readonly type: "refused" }>,
  remedy: RemedyView,
  responding: boolean,
): void {
  const { attempt } = panel;
  if (remedy.type === "step-up") {
    askStepUp({ label: remedy.label, level: remedy.level, attempt });
  } else if (remedy.type === "break-glass") {
    const patient = patientIn(attempt);
    if (patient === undefined) return;
    // Who responds to an emergency needs no reason (X11).
    if (responding) void next({ type: "break-glass", patient });
    else setPanel({ type: "break-glass", patient, remedy, before: panel });
  } else if (remedy.type === "start-shift") {
    void next(startingBy(remedy, attempt));
  } else if (remedy.type === "request-cover") {
    setPanel({ type: "cover", remedy, before: panel });
  } else if (remedy.type === "start-cover") {
    void next({ type: "start-cover", grant: remedy.grant });
  } else if (attempt.type === "act" && (remedy.type === "witness" || remedy.type === "sign")) {
    void next({ ...attempt, asks: remedy.type });
  }
}

/** A refusal with its ways forward, each of which leads back to what was being done (A2). */
export function Refused({
  attempts,
  panel,
  open,
  action,
  responding,
  onBack,
}: RefusedProps): ReactNode {
  const { t, server, locale } = useWords();
  const now = useServerNow(60_000);
  const { setPanel, askStepUp } = attempts;
  if (panel.type === "not-now") {
    if (action === undefined) return null;
    const compose: Panel = { type: "compose", action: action.action };
    return (
      <RefusalPanel
        title={t.actionNotNow(action.label)}
        reasons={action.reason === undefined ? [] : [action.reason]}
        remedies={action.remedies.map((remedy) => sayRemedy(remedy, server))}
        advice={[]}
        backLabel={t.back}
        onRemedy={(remedy: RemedyView) => {
          if (remedy.type === "step-up") {
            askStepUp({ label: remedy.label, level: remedy.level, panel: compose });
          } else if (remedy.type === "request-cover") {
            setPanel({ type: "cover", remedy, before: panel });
          } else if (remedy.type === "start-cover") {
            void attempts.attempt({ type: "start-cover", grant: remedy.grant });
          } else if (remedy.type === "start-shift") {
            void attempts.attempt(startingBy(remedy));
          } else if (remedy.type !== "break-glass") {
            // What only needs a witness or a signature is written first, and asks for it when it is done.
            setPanel(compose);
          } else if (open !== undefined) {
            setPanel({ type: "break-glass", patient: open, remedy, before: panel });
          }
        }}
        onBack={() => setPanel(undefined)}
      />
    );
  }
  const { attempt } = panel;
  const refusal = sayRefusal(panel.refusal, { server, locale, now });
  // What was half typed is still there: back from a refused act is back to its text.
  const back = (): void =>
    attempt.type === "act" ? setPanel({ type: "compose", action: attempt.action }) : onBack();
  return (
    <RefusalPanel
      title={refusal.title}
      reasons={refusal.reasons}
      remedies={refusal.remedies}
      advice={refusal.advice}
      backLabel={attempt.type === "act" ? t.back : t.backToPatients}
      onRemedy={(remedy) => go(attempts, panel, remedy, responding)}
      onBack={back}
    />
  );
}
