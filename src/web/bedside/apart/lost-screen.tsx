import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useNow } from "../../shared/use-now.ts";
import { useWords } from "../../shared/words.tsx";
import { useSnapshot } from "../seat/use-seat.tsx";
import { ApartScreen } from "./apart-screen.tsx";
import { tryNow } from "./try-now.ts";

export interface LostScreenProps {
  /** Somebody is in, behind this screen, with what they were typing. */
  readonly kept: boolean;
}

/** The server is away: calm, and back by itself. */
export function LostScreen({ kept }: LostScreenProps): ReactNode {
  const { t } = useWords();
  const { link } = useSnapshot();
  const now = useNow(Date.now, 500);
  if (link.type !== "lost") return null;
  const seconds = Math.ceil((link.retryAt - now) / 1000);
  return (
    <ApartScreen icon="offline" title={t.lostTitle}>
      {link.why !== "" && <p>{link.why}</p>}
      <p>{t.lostBody}</p>
      {kept && <p>{t.lostKept}</p>}
      <p>{t.lostMeanwhile}</p>
      <Button size="lg" onClick={tryNow}>
        {t.tryNow}
      </Button>
      <p>{seconds > 0 ? t.lostNext(t.inSeconds(seconds)) : t.oneMoment}</p>
    </ApartScreen>
  );
}
