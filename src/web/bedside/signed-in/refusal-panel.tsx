import { Button } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { AdviceView, RemedyView } from "../../../http/contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { Initials } from "../../shared/initials.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./refusal-panel.module.css";

export interface RefusalPanelProps {
  readonly title: string;
  readonly reasons: readonly string[];
  readonly remedies: readonly RemedyView[];
  readonly advice: readonly AdviceView[];
  readonly backLabel: string;
  readonly onRemedy: (remedy: RemedyView) => void;
  readonly onBack: () => void;
}

function Advice({ advice }: { readonly advice: AdviceView }): ReactNode {
  return (
    <li className={styles["advice"]}>
      <strong>{advice.text}</strong>
      {advice.people.length > 0 && (
        <ul className={styles["people"]}>
          {advice.people.map(({ id, name, initials, role }) => (
            <li key={id}>
              <Initials initials={initials} />
              <span>
                {name}
                <small>{role}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** One way forward; what is for emergencies is red, and says what it comes to. */
function Way({
  remedy,
  onRemedy,
}: { readonly remedy: RemedyView } & Pick<RefusalPanelProps, "onRemedy">): ReactNode {
  const { t } = useWords();
  const emergency = remedy.type === "break-glass";
  return (
    <Button
      className={styles["remedy"]}
      data-emergency={emergency}
      rightSection={<Icon name="forward" />}
      justify="space-between"
      onClick={() => onRemedy(remedy)}
    >
      <span>
        {remedy.label}
        {remedy.type === "start-shift" && <small>{t.startHint(remedy.minutes)}</small>}
        {emergency && <small>{t.breakGlassHint(remedy.minutes)}</small>}
        {remedy.type === "request-cover" && (
          <small>{t.coverHint(t.grantMinutes(remedy.request.minutes))}</small>
        )}
        {remedy.type === "start-cover" && (
          <small>{t.startCoverHint(t.grantMinutes(remedy.minutes))}</small>
        )}
      </span>
    </Button>
  );
}

/** A refusal: what, why in the ward's words, and what next, the biggest things on it. */
export function RefusalPanel(props: RefusalPanelProps): ReactNode {
  const { t } = useWords();
  const { title, reasons, remedies, advice, backLabel, onRemedy, onBack } = props;
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const way = (remedy: RemedyView): ReactNode => (
    <Way key={`${remedy.type} ${remedy.label}`} remedy={remedy} onRemedy={onRemedy} />
  );
  return (
    <section className={styles["refusal"]} aria-labelledby={id} data-testid="refusal">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <div className={styles["reasons"]}>
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
      </div>
      <section className={styles["ways"]} aria-label={t.whatNext}>
        {remedies.filter(({ type }) => type !== "break-glass").map(way)}
        {advice.length > 0 && (
          <div className={styles["ask"]}>
            <h3>
              <Icon name="people" /> {t.askWhom}
            </h3>
            <ul>
              {advice.map((one) => (
                <Advice key={one.text} advice={one} />
              ))}
            </ul>
          </div>
        )}
        {remedies.filter(({ type }) => type === "break-glass").map(way)}
        <Button
          className={styles["back"]}
          variant={remedies.every(({ type }) => type === "break-glass") ? "filled" : "default"}
          leftSection={<Icon name="back" />}
          onClick={onBack}
        >
          {backLabel}
        </Button>
      </section>
    </section>
  );
}
