import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import styles from "./table.module.css";

export interface FailedProps {
  readonly error: string;
  readonly onAgain: () => void;
}

/** The server did not answer; what is shown below may be old. */
export function Failed({ error, onAgain }: FailedProps): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles["failed"]} role="alert">
      <span>{error}</span>
      <Button variant="default" onClick={onAgain}>
        {t.tryAgain}
      </Button>
    </div>
  );
}
