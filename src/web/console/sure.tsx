import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../shared/words.tsx";
import styles from "./wards.module.css";

interface SureProps {
  /** What is done, as the button says. */
  readonly label: string;
  /** For whom or what, since the same stands beside each of them. */
  readonly whose: string;
  /** Exactly what will stop, and for whom. */
  readonly what: string;
  readonly onSure: () => void;
}

/** A dangerous act: said first, then done. */
export function Sure({ label, whose, what, onSure }: SureProps): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const named = `${label}: ${whose}`;
  if (!open) {
    return (
      <Button variant="default" aria-label={named} onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  }
  return (
    <fieldset className={styles["sure"]} aria-label={named}>
      <p>{what}</p>
      <Button
        autoFocus
        onClick={() => {
          setOpen(false);
          onSure();
        }}
      >
        {label}
      </Button>
      <Button variant="default" onClick={() => setOpen(false)}>
        {t.cancel}
      </Button>
    </fieldset>
  );
}
