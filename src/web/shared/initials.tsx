import type { ReactNode } from "react";
import styles from "./initials.module.css";

export interface InitialsProps {
  readonly initials: string;
  readonly large?: boolean;
}

/** Somebody's initials in a disc; the name stands beside it or is known from it alone. */
export function Initials({ initials, large = false }: InitialsProps): ReactNode {
  return (
    <span className={styles["disc"]} data-large={large} aria-hidden="true">
      {initials}
    </span>
  );
}
