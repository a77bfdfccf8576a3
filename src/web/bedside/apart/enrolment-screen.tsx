import { Button, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import type { LinkState } from "../seat/seat-snapshot.ts";
import styles from "./apart.module.css";
import { ApartScreen } from "./apart-screen.tsx";
import { tryNow } from "./try-now.ts";

export interface EnrolmentScreenProps {
  readonly link: Extract<LinkState, { readonly type: "unknown" }>;
}

/** All that an unknown seat shows (S0): the code by which an administrator knows it. */
export function EnrolmentScreen({ link }: EnrolmentScreenProps): ReactNode {
  const { t } = useWords();
  return (
    <ApartScreen icon="badge" title={t.enrolTitle}>
      {link.message !== "" && <p role="status">{link.message}</p>}
      <p>{t.enrolBody}</p>
      <code className={styles["code"]}>
        <VisuallyHidden>{t.enrolCode}: </VisuallyHidden>
        {link.thumbprint}
      </code>
      <p>{t.enrolWaiting}</p>
      <Button size="lg" onClick={tryNow}>
        {t.tryNow}
      </Button>
    </ApartScreen>
  );
}
