import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import styles from "./table.module.css";
import { useConsole } from "./use-console.tsx";

/** In place of a page that is not this person's: why, and whom to ask. */
export function NotYours(): ReactNode {
  const { t } = useWords();
  const { refusal } = useConsole();
  return (
    <div className={styles["empty"]} role="alert">
      <p>{refusal?.reasons.join(" ") ?? t.errorRefused}</p>
      {refusal?.advice.map((text) => (
        <strong key={text}>{text}</strong>
      ))}
    </div>
  );
}
