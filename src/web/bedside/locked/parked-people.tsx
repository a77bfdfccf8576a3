import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Initials } from "../../shared/initials.tsx";
import { keyed } from "../../shared/keyed.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./locked.module.css";

export interface ParkedPeopleProps {
  readonly parked: readonly { readonly initials: string }[];
}

/** Colleagues whose session waits here, as initials only. */
export function ParkedPeople({ parked }: ParkedPeopleProps): ReactNode {
  const { t } = useWords();
  if (parked.length === 0) return <span />;
  return (
    <div className={styles["parked"]}>
      <span id="parked-here">{t.parkedHere}</span>
      <ul aria-labelledby="parked-here">
        {keyed(parked, ({ initials }) => initials).map(({ key, item }) => (
          <li key={key}>
            <Initials initials={item.initials} />
            <VisuallyHidden>{item.initials}</VisuallyHidden>
          </li>
        ))}
      </ul>
    </div>
  );
}
