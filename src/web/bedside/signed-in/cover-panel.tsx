import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import type { Panel } from "./attempt.ts";
import { ReasonsPanel } from "./reasons-panel.tsx";
import type { Attempts } from "./use-attempts.ts";

export interface CoverPanelProps {
  readonly attempts: Attempts;
  readonly panel: Extract<Panel, { readonly type: "cover" }>;
}

/** Why access is asked for, with one touch; whom it asks and for how long is said before it is done. */
export function CoverPanel({ attempts, panel }: CoverPanelProps): ReactNode {
  const { t } = useWords();
  const { remedy, before } = panel;
  const { minutes, ward, ...asked } = remedy.request;
  return (
    <ReasonsPanel
      testId="cover"
      title={t.coverTitle}
      body={t.coverBody(ward, t.grantMinutes(minutes))}
      label={t.coverReasons}
      reasons={remedy.reasons}
      busy={attempts.busy !== undefined}
      onReason={(reason) => {
        const request = { ...asked, minutes, reason };
        void attempts.attempt({ type: "ask-cover", request });
      }}
      onBack={() => attempts.setPanel(before)}
    />
  );
}
