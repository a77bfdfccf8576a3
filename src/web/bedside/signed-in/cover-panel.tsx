import type { ReactNode } from "react";
import { useCoverChoice } from "../../shared/cover-scopes.tsx";
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
  const { body, scopes, request } = useCoverChoice(remedy);
  return (
    <ReasonsPanel
      testId="cover"
      title={t.coverTitle}
      body={body}
      label={t.coverReasons}
      reasons={remedy.reasons}
      busy={attempts.busy !== undefined}
      onReason={(reason) => void attempts.attempt({ type: "ask-cover", request: request(reason) })}
      onBack={() => attempts.setPanel(before)}
    >
      {scopes}
    </ReasonsPanel>
  );
}
