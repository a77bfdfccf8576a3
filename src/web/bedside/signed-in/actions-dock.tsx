import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { ActionView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./actions-dock.module.css";

export interface ActionsDockProps {
  readonly actions: readonly ActionView[];
  readonly patient: string;
  readonly onAction: (action: ActionView) => void;
}

/** What can be done with the open chart, and what can't, with the reason and the way there. */
export function ActionsDock({ actions, patient, onAction }: ActionsDockProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  if (actions.length === 0) return null;
  return (
    <section className={styles["dock"]} aria-label={t.actions}>
      <ul>
        {actions.map((action) => {
          const started = store.drafts().has({ patient, action: action.action });
          return (
            <li key={action.action}>
              <UnstyledButton
                className={styles["action"]}
                data-allowed={action.allowed}
                onClick={() => onAction(action)}
              >
                <Icon name={action.allowed ? "pen" : "lock"} />
                <span>
                  <strong>{action.label}</strong>
                  {!action.allowed && <small>{action.reason ?? t.notNow}</small>}
                  {action.allowed && started && <small>{t.draftMark}</small>}
                </span>
                <Icon name="forward" size={1.1} />
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
