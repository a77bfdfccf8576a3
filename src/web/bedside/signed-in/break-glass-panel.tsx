import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import type { Panel } from "./attempt.ts";
import { ReasonsPanel } from "./reasons-panel.tsx";
import type { Attempts } from "./use-attempts.ts";

export interface BreakGlassPanelProps {
  readonly attempts: Attempts;
  readonly panel: Extract<Panel, { readonly type: "break-glass" }>;
}

/** Why the glass is broken, with one touch (X11); what it means is said before it is done. */
export function BreakGlassPanel({ attempts, panel }: BreakGlassPanelProps): ReactNode {
  const { t } = useWords();
  const { patient, remedy, before } = panel;
  return (
    <ReasonsPanel
      testId="break-glass"
      title={t.breakGlassTitle}
      body={t.breakGlassBody(remedy.minutes)}
      label={t.breakGlassReasons}
      reasons={remedy.reasons}
      emergency
      busy={attempts.busy !== undefined}
      onReason={(reason) => void attempts.attempt({ type: "break-glass", patient, reason })}
      onBack={() => attempts.setPanel(before)}
    />
  );
}
