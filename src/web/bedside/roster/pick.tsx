import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../shared/icon.tsx";
import styles from "./roster.module.css";

export interface PickProps {
  /** One of several, or any number of them. */
  readonly kind: "radio" | "checkbox";
  readonly checked: boolean;
  readonly title: string;
  readonly detail?: string;
  readonly onPick: () => void;
}

/** A row that is chosen by one touch, as large as a gloved finger needs it. */
export function Pick({ kind, checked, title, detail, onPick }: PickProps): ReactNode {
  return (
    <li>
      <UnstyledButton
        className={styles["person"]}
        role={kind}
        aria-checked={checked}
        onClick={onPick}
      >
        <span className={styles["mark"]} aria-hidden="true">
          {checked && <Icon name="check" />}
        </span>
        <span>
          {title}
          {detail !== undefined && <small>{detail}</small>}
        </span>
      </UnstyledButton>
    </li>
  );
}

/** The set with an element put in, or taken out. */
export function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
