import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { ChartView } from "../../http/contract.ts";
import { ReasonsPanel } from "../bedside/signed-in/reasons-panel.tsx";
import { endsAt } from "../shared/ends-at.ts";
import { TimeRing } from "../shared/time-ring.tsx";
import { useNow } from "../shared/use-now.ts";
import { useWords } from "../shared/words.tsx";
import styles from "./exceptions.module.css";
import type { Aside, Phone } from "./use-phone.ts";

/** Why the glass is broken, with one touch (X11); what it means is said before it is done. */
export function GlassOnPhone({
  phone,
  aside: { patient, remedy },
}: {
  readonly phone: Phone;
  readonly aside: Extract<Aside, { readonly type: "glass" }>;
}): ReactNode {
  const { t } = useWords();
  return (
    <ReasonsPanel
      testId="break-glass"
      title={t.breakGlassTitle}
      body={t.breakGlassBody(remedy.minutes)}
      label={t.breakGlassReasons}
      reasons={remedy.reasons}
      emergency
      busy={phone.busy}
      onReason={(reason) => phone.breakGlass(patient, reason)}
      onBack={phone.back}
    />
  );
}

/** Access that ends: how long yet, in a ring and in words; more of it, and that it is not needed any more, by one touch each. */
export function EndsOnPhone({
  phone,
  ends,
  zone,
  now,
}: {
  readonly phone: Phone;
  readonly ends: NonNullable<ChartView["ends"]>;
  readonly zone: string;
  readonly now: () => number;
}): ReactNode {
  const { t, locale, tell } = useWords();
  const at = useNow(now, 5_000);
  const { glass, grant } = ends;
  const left = Math.max(Math.ceil((ends.at - at) / 60_000), 1);
  return (
    <section
      className={styles["ends"]}
      data-emergency={glass !== undefined}
      data-testid="ends"
      aria-label={t.accessEnds(endsAt(ends, zone, locale))}
    >
      <div className={styles["what"]}>
        <TimeRing since={ends.since} at={ends.at} now={at} size={40} />
        <div>
          <strong>
            {t.accessEnds(endsAt(ends, zone, locale))} ({t.grantMinutes(left)})
          </strong>
          <p>{tell({ message: ends.text, said: ends.said })}</p>
        </div>
      </div>
      <div className={styles["choices"]}>
        {glass?.renewable === true && (
          <Button size="lg" onClick={phone.renewGlass}>
            {t.renewGlass}
          </Button>
        )}
        {glass !== undefined && (
          <Button size="lg" variant="default" onClick={phone.returnGlass}>
            {t.returnGlass}
          </Button>
        )}
        {grant !== undefined && (
          <Button size="lg" variant="default" onClick={() => phone.giveBack({ grant })}>
            {t.grantReturn}
          </Button>
        )}
      </div>
    </section>
  );
}
