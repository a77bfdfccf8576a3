import type { ReactNode } from "react";
import { useWords } from "../../shared/words.tsx";
import { ApartScreen } from "./apart-screen.tsx";

/** The address gives no WebCrypto, so that this browser can't be a seat (S0). */
export function InsecureScreen(): ReactNode {
  const { t } = useWords();
  return (
    <ApartScreen icon="lock" title={t.insecureTitle}>
      <p>{t.insecureBody}</p>
    </ApartScreen>
  );
}
