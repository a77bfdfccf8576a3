import type { ReactNode } from "react";
import type { EmergencyCallView } from "../../../http/emergency-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { sayEmergency } from "../../shared/say-server.ts";
import { useWords } from "../../shared/words.tsx";
import { clockTime } from "../../shared/zoned.ts";
import styles from "./emergency.module.css";

export interface CallBannerProps {
  readonly call: EmergencyCallView;
  readonly zone: string;
}

/** The call on a screen that nobody is in at: what, where and since when, and nothing else of anybody (S7). */
export function CallBanner({ call, zone }: CallBannerProps): ReactNode {
  const { t, locale, server } = useWords();
  return (
    <div className={styles["call"]} role="alert" data-testid="emergency-call">
      <Icon name="alarm" size={2} />
      <div>
        <strong>{t.emergencyCall(sayEmergency(call, server), call.where)}</strong>
        <span>
          {t.emergencySince(clockTime(call.since, zone, locale))}. {t.emergencyTap}
        </span>
      </div>
    </div>
  );
}
