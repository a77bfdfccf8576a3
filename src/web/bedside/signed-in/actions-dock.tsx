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

interface ActionProps {
  readonly action: ActionView;
  /** Under the label: why not, or that something is half-written. */
  readonly remark: string | undefined;
  readonly onAction: (action: ActionView) => void;
}

function Action({ action, remark, onAction }: ActionProps): ReactNode {
  return (
    <li>
      <UnstyledButton
        className={styles["action"]}
        data-allowed={action.allowed}
        onClick={() => onAction(action)}
      >
        <Icon name={action.allowed ? "pen" : "lock"} />
        <span>
          <strong>{action.label}</strong>
          {remark !== undefined && <small>{remark}</small>}
        </span>
        <Icon name="forward" size={1.1} />
      </UnstyledButton>
    </li>
  );
}

/** What can be done with the open chart, and what can't, with the reason and the way there. */
export function ActionsDock({ actions, patient, onAction }: ActionsDockProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const allowed = actions.filter((action) => action.allowed);
  const others = actions.filter((action) => !action.allowed);
  const started = ({ action }: ActionView): string | undefined =>
    store.drafts().has({ patient, action }) ? t.draftMark : undefined;
  if (actions.length === 0) return null;
  return (
    <section className={styles["dock"]} aria-label={t.actions}>
      {allowed.length > 0 && (
        <ul className={styles["allowed"]}>
          {allowed.map((action) => (
            <Action
              key={action.action}
              action={action}
              remark={started(action)}
              onAction={onAction}
            />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className={styles["others"]} aria-label={t.notNow}>
          {others.map((action) => (
            <Action
              key={action.action}
              action={action}
              remark={action.reason ?? t.notNow}
              onAction={onAction}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
