import { Button, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useEffect, useId, useState } from "react";
import type { WitnessColleague, WitnessView } from "../../../http/bedside-contract.ts";
import type { PatientView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { Initials } from "../../shared/initials.tsx";
import { saySaid } from "../../shared/say-server.ts";
import { failureOf } from "../../shared/screen-error.ts";
import { TimeRing } from "../../shared/time-ring.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { DemoBadges } from "../locked/demo-badges.tsx";
import { PinPad } from "../pin/pin-pad.tsx";
import { useSeat, useServerNow, useSnapshot } from "../seat/use-seat.tsx";
import { useTypedBadge } from "../wedge/use-typed-badge.ts";
import type { Attempts } from "./use-attempts.ts";
import styles from "./witness-panel.module.css";

export interface WitnessPanelProps {
  readonly witness: WitnessView;
  readonly patient: PatientView;
  readonly attempts: Attempts;
}

/** Says so when nobody came in time: what was written is behind this, as it was. */
function useLapse({ until }: WitnessView, { say }: Attempts): void {
  const { t } = useWords();
  const { now } = useSeat();
  // biome-ignore lint/correctness/useExhaustiveDependencies: when this request goes, whatever else was drawn meanwhile.
  useEffect(
    () => () => {
      if (now() >= until) say(t.witnessLapsed);
    },
    [until],
  );
}

function Invitation({ witness }: { readonly witness: WitnessView }): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const { reading } = useSnapshot();
  const now = useServerNow(1000);
  const typed = useTypedBadge(store, reading);
  return (
    <div className={styles["invitation"]}>
      <TimeRing since={witness.since} at={witness.until} now={now} size={56} />
      <div>
        <strong>
          <Icon name="badge" /> {t.witnessInvite}
        </strong>
        <p>{t.witnessInviteBody}</p>
        <p className={styles["asks"]}>{t.witnessAsks}</p>
        {typed > 0 && (
          <p>
            <span aria-hidden="true">{"•".repeat(Math.min(typed, 24))}</span>
            <VisuallyHidden>{t.charactersTyped(typed)}</VisuallyHidden>
          </p>
        )}
      </div>
    </div>
  );
}

interface ColleagueProps {
  readonly colleague: WitnessColleague;
  readonly onPin: (pin: string) => Promise<string | undefined>;
}

function Colleague({ colleague, onPin }: ColleagueProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string>();
  const { server, locale } = useWords();
  const now = useServerNow(60_000);
  const { said, waitUntil, badgeLocked } = colleague;
  const why = saySaid(said, (words) => words.questions, { server, locale, now }) ?? colleague.why;
  const give = async (pin: string): Promise<void> => {
    setBusy(true);
    setMessage(await onPin(pin));
    setBusy(false);
  };
  if (badgeLocked === true) return <p role="alert">{why}</p>;
  return (
    <>
      <p>{why}</p>
      <PinPad
        busy={busy}
        onPin={(pin) => void give(pin)}
        {...(message === undefined ? {} : { message })}
        {...(waitUntil === undefined ? {} : { waitUntil })}
      />
    </>
  );
}

/** Asks a colleague to countersign at this screen (S10): their badge and PIN, and nobody's session moves. */
export function WitnessPanel({ witness, patient, attempts }: WitnessPanelProps): ReactNode {
  const { t, tell, explain } = useWords();
  const { store } = useSeat();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  useLapse(witness, attempts);
  const tapped = witness.colleague?.tap;
  const { say } = attempts;
  // What was said to the colleague before is none of the next one's.
  useEffect(() => {
    if (tapped !== undefined) say(undefined);
  }, [tapped, say]);
  const { reading } = useSnapshot();
  const { action, colleague, demoBadges } = witness;
  const onPin = async (pin: string): Promise<string | undefined> => {
    if (colleague === undefined) return undefined;
    const place = { patient: patient.id, action };
    try {
      const reply = await store.witnessByPin({ pin, tap: colleague.tap });
      if (reply.type === "wrong") return tell(reply);
      if (reply.type === "no") attempts.say(tell(reply));
      if (reply.type === "done") attempts.settle(place, tell(reply));
      if (reply.type === "refused") {
        const attempt = { type: "act", ...place, ...store.drafts().read(place) } as const;
        attempts.setPanel({ type: "refused", attempt, refusal: reply.refusal });
      }
    } catch (cause) {
      const error = failureOf(cause, true);
      if (error.code !== "dropped") return explain(error);
    }
    return undefined;
  };
  return (
    <section
      className={styles["witness"]}
      data-pad={colleague !== undefined}
      aria-labelledby={id}
      data-testid="witness"
    >
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.witnessTitle(witness.label)}
      </h2>
      <figure className={styles["text"]}>
        <figcaption>{t.witnessText}</figcaption>
        <blockquote>{witness.text}</blockquote>
      </figure>
      <div className={styles["ways"]}>
        {colleague === undefined ? (
          <Invitation witness={witness} />
        ) : (
          <>
            <div className={styles["who"]}>
              <Initials initials={colleague.who.initials} />
              <h3>{t.witnessHello(colleague.who.name)}</h3>
            </div>
            <Button variant="default" size="lg" onClick={() => void store.cancelPin()}>
              {t.pinNotMe}
            </Button>
          </>
        )}
        <Button
          size="lg"
          variant="default"
          leftSection={<Icon name="back" />}
          onClick={() => void store.cancelWitness()}
        >
          {t.witnessCancel}
        </Button>
      </div>
      {/* A pad that is drawn while the reader's answer covers the screen could not take the focus. */}
      {colleague !== undefined && !reading && (
        <div className={styles["pad"]}>
          <Colleague key={colleague.tap} colleague={colleague} onPin={onPin} />
        </div>
      )}
      {colleague === undefined && demoBadges !== undefined && demoBadges.length > 0 && (
        <DemoBadges badges={demoBadges} busy={reading} />
      )}
    </section>
  );
}
