import { type ReactNode, useEffect, useState } from "react";
import styles from "./slow.module.css";

/** A wait of more than a second is given words. */
const patience = 1000;

/** Shows at once that something is on its way, and says what it is after a second. */
export function Slow({ words }: { readonly words: string }): ReactNode {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles["slow"]} role="status">
      <span className={styles["bar"]} aria-hidden="true" />
      {slow && words}
    </div>
  );
}
