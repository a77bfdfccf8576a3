import type { ReactNode } from "react";
import { Icon, type IconName } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import styles from "./apart.module.css";

export interface ApartScreenProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}

/** A calm screen with one thing to say. */
export function ApartScreen({ icon, title, children }: ApartScreenProps): ReactNode {
  const heading = useFocus<HTMLHeadingElement>();
  return (
    <main className={styles["screen"]}>
      <span className={styles["sign"]}>
        <Icon name={icon} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
