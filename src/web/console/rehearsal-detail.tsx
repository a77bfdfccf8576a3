import type { ReactNode } from "react";
import type {
  RehearsedDecision,
  RehearsedRule,
  RehearsedStep,
  RehearsedTaskReply,
  RuleOutcome,
} from "../../http/rehearsals-contract.ts";
import type { Messages } from "../messages/en.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { Failed } from "./failed.tsx";
import { Facts } from "./one-thing.tsx";
import { minutesIn, secondsIn } from "./rehearsal-words.ts";
import styles from "./rehearsals.module.css";
import { useAsked } from "./use-asked.ts";

function sayOutcome(outcome: RuleOutcome, t: Messages): string {
  if (outcome === "holds") return t.rehearsalHolds;
  return outcome === "error" ? t.rehearsalCouldNot : t.rehearsalDoesNotHold;
}

function cameOut({ as, deadEnd, outcome }: RehearsedStep, t: Messages): string {
  if (outcome === "permit")
    return as === undefined ? t.rehearsalPermitted : t.rehearsalPermittedAs(as);
  return deadEnd ? t.rehearsalDeadEnd : t.rehearsalRefused;
}

function Rule({ rule }: { readonly rule: RehearsedRule }): ReactNode {
  const { t } = useWords();
  const effect = rule.effect === "permit" ? t.rehearsalPermits : t.rehearsalForbids;
  return (
    <li>
      <span lang="en">{rule.title}</span> ({effect}: {rule.id}){" "}
      <em>{sayOutcome(rule.outcome, t)}</em>
      <ul>
        {rule.conditions.map(({ text, outcome, saw }) => (
          <li key={text}>
            {sayOutcome(outcome, t)}: <span lang="en">{text}</span>
            {saw.length > 0 && (
              <span className={styles["aside"]}>
                {" "}
                (<span lang="en">{saw.join(", ")}</span>)
              </span>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}

function Decision(props: {
  readonly decision: RehearsedDecision;
  readonly zone: string;
}): ReactNode {
  const { t, locale } = useWords();
  const { action, outcome, reasons, rules, until, ways } = props.decision;
  const said =
    outcome === "deny"
      ? t.rehearsalDenied(action)
      : until === undefined
        ? t.rehearsalDecided(action)
        : t.rehearsalDecidedUntil(action, dayAndTime(until, props.zone, locale));
  return (
    <>
      <p>
        <strong>{said}</strong> <span lang="en">{reasons.join(" ")}</span>
      </p>
      {ways.length > 0 && (
        <p>
          {t.rehearsalWays}: <span lang="en">{ways.join("; ")}</span>
        </p>
      )}
      <ul>
        {rules.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ul>
    </>
  );
}

function Step(props: { readonly step: RehearsedStep; readonly zone: string }): ReactNode {
  const { t, locale } = useWords();
  const { actor, at, costs, decisions, failures, friction, line, outcome, said, sentence } =
    props.step;
  return (
    <li className={styles["step"]} data-failed={failures.length > 0}>
      <p className={styles["when"]}>
        {dayAndTime(at, props.zone, locale)} · {t.rehearsalLine(line)}
      </p>
      <p>
        <strong lang="en">
          {actor} {sentence}
        </strong>
      </p>
      <p>
        <span className={styles["outcome"]} data-outcome={outcome}>
          {cameOut(props.step, t)}
        </span>
        {friction > 0 && (
          <>
            {" "}
            {secondsIn(friction, t, locale)}{" "}
            <span lang="en" className={styles["aside"]}>
              ({costs.map(({ what }) => what).join("; ")})
            </span>
          </>
        )}
      </p>
      {said.length > 0 && <p lang="en">{said.join(" ")}</p>}
      {failures.map((failure) => (
        <p key={failure} lang="en" className={styles["failure"]}>
          {failure}
        </p>
      ))}
      <details>
        <summary aria-label={t.rehearsalWhyOf(sentence)}>{t.rehearsalWhy}</summary>
        {decisions.length === 0 && <p>{t.rehearsalNothingDecided}</p>}
        {decisions.map((decision, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order.
          <Decision key={index} decision={decision} zone={props.zone} />
        ))}
      </details>
    </li>
  );
}

function Task({ task }: { readonly task: RehearsedTaskReply }): ReactNode {
  const { t, locale } = useWords();
  return (
    <>
      <Facts
        facts={[
          [t.rehearsalFile, task.file],
          [t.rehearsalPattern, task.patterns.join(", ")],
          [t.rehearsalResult, task.passed ? t.rehearsalPassed : t.rehearsalFailed],
          [t.rehearsalFriction, secondsIn(task.friction, t, locale)],
          [t.rehearsalPrompts, task.prompts],
          [t.rehearsalResidual, minutesIn(task.residual, t, locale)],
        ]}
      />
      {task.overBudget.map((each) => (
        <p key={each} lang="en" className={styles["failure"]}>
          {each}
        </p>
      ))}
      <ol className={styles["steps"]} aria-label={t.rehearsalSteps}>
        {task.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order.
          <Step key={index} step={step} zone={task.zone} />
        ))}
      </ol>
    </>
  );
}

/** One task: each of its steps with what was decided, what it cost, and why. */
export function RehearsalDetail({ task: id }: { readonly task: string }): ReactNode {
  const { t } = useWords();
  const { change } = useAddress();
  const asked = useAsked<RehearsedTaskReply>(`rehearsals/${encodeURIComponent(id)}`);
  const { answer: task } = asked;
  return (
    <Dialog
      title={task?.task ?? t.oneMoment}
      size="56rem"
      onClose={() => change({ open: undefined })}
    >
      <Failed asked={asked} />
      {task !== undefined && <Task task={task} />}
    </Dialog>
  );
}
