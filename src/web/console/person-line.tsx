import type { ReactNode } from "react";
import { Initials } from "../shared/initials.tsx";
import styles from "./person-line.module.css";

export interface PersonLineProps {
  readonly who: { readonly initials: string; readonly name: string };
  /** What is said under the name: a role, or since when. */
  readonly note: string;
}

/** A person in one line: initials, name, and what there is to know about them here. */
export function PersonLine({ who, note }: PersonLineProps): ReactNode {
  return (
    <div className={styles["person"]}>
      <Initials initials={who.initials} />
      <span>
        <strong>{who.name}</strong>
        <small>{note}</small>
      </span>
    </div>
  );
}
