import type { ReactNode } from "react";
import styles from "./table.module.css";

export interface TextBlockProps {
  readonly label: string;
  readonly children: string;
}

/** A text of many lines that scrolls by itself and can be reached by keyboard. */
export function TextBlock({ label, children }: TextBlockProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard.
    <section className={styles["text"]} aria-label={label} tabIndex={0}>
      <pre>{children}</pre>
    </section>
  );
}
