import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import { useAddress } from "./address.ts";
import styles from "./table.module.css";

export interface EmptyProps {
  /** What would be here. */
  readonly title: string;
  /** How to get it. */
  readonly hint: string;
  /** There are rows, and the filter hides them. */
  readonly filtered: boolean;
}

/** A table without rows says what would be in it and how to get it. */
export function Empty({ title, hint, filtered }: EmptyProps): ReactNode {
  const { t } = useWords();
  const { change } = useAddress();
  return (
    <div className={styles["empty"]}>
      <strong>{filtered ? t.nothingFits : title}</strong>
      {!filtered && <p>{hint}</p>}
      {filtered && (
        <Button variant="default" onClick={() => change({ contains: undefined, kind: undefined })}>
          {t.clearFilter}
        </Button>
      )}
    </div>
  );
}
