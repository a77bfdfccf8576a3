import type { ReactNode } from "react";
import styles from "./apart.module.css";

export interface MomentScreenProps {
  readonly title: string;
  readonly body?: string;
}

/** Something is on its way; said in words from the first moment. */
export function MomentScreen({ title, body }: MomentScreenProps): ReactNode {
  return (
    <main className={styles["screen"]}>
      <h1 role="status">{title}</h1>
      {body !== undefined && <p>{body}</p>}
    </main>
  );
}
