import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import styles from "./table.module.css";
import type { Asked } from "./use-asked.ts";

export interface FailedProps {
  readonly asked: Pick<Asked<unknown>, "error" | "denied" | "stepUp" | "again">;
}

/** The server did not answer, and what is shown below may be old; or it says no, and whom to ask. */
export function Failed({ asked: { error, denied, stepUp, again } }: FailedProps): ReactNode {
  const { t } = useWords();
  if (error === undefined) return null;
  return (
    <div className={styles["failed"]} role="alert">
      <span>{error}</span>
      {denied && stepUp && <PasskeyButton onRaised={again} />}
      {!denied && (
        <Button variant="default" onClick={again}>
          {t.tryAgain}
        </Button>
      )}
    </div>
  );
}
