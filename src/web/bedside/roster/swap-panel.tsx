import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useId, useState } from "react";
import type { RosterView, SwapChoice, SwapView } from "../../../http/roster-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { failureOf } from "../../shared/screen-error.ts";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import type { Attempts } from "../signed-in/use-attempts.ts";
import { Pick } from "./pick.tsx";
import styles from "./roster.module.css";

export interface SwapPanelProps {
  readonly swaps: RosterView["swaps"];
  readonly attempts: Attempts;
}

/** A swap that one is part of: to agree to, or to take back. */
function Known({
  swap: { id: swap, text: message, said, toAnswer },
  attempts,
}: {
  readonly swap: SwapView;
  readonly attempts: Attempts;
}): ReactNode {
  const { t, tell } = useWords();
  const answer = (agrees: boolean): void =>
    void attempts.attempt({ type: "roster", path: "swap/answer", body: { swap, agrees } });
  const disabled = attempts.busy !== undefined;
  return (
    <li>
      <p>{tell({ message, said: [said] })}</p>
      <div className={styles["answers"]}>
        {toAnswer && (
          <Button disabled={disabled} onClick={() => answer(true)}>
            {t.swapAgree}
          </Button>
        )}
        <Button variant="default" disabled={disabled} onClick={() => answer(false)}>
          {toAnswer ? t.swapDecline : t.swapWithdraw}
        </Button>
      </div>
    </li>
  );
}

/** Which of one's shifts, who does it, and which of theirs in return. */
function Propose({
  choices,
  attempts,
}: {
  readonly choices: readonly SwapChoice[];
  readonly attempts: Attempts;
}): ReactNode {
  const { t, tell } = useWords();
  const [shift, setShift] = useState<string>();
  const [colleague, setColleague] = useState<string>();
  const [inReturn, setInReturn] = useState<string>();
  const chosen = choices.find((one) => one.shift === shift);
  const theirs = chosen?.colleagues.find(({ who }) => who.id === colleague);
  const propose = (): void => {
    if (shift === undefined || colleague === undefined) return;
    const body = { shift, colleague, ...(inReturn === undefined ? {} : { inReturn }) };
    void attempts.attempt({ type: "roster", path: "swap/propose", body });
  };
  const row = (id: string, title: string, checked: boolean, onPick: () => void): ReactNode => (
    <Pick key={id} kind="radio" {...{ title, checked, onPick }} />
  );
  return (
    <>
      <p>{choices.length === 0 ? t.swapNone : t.swapWhich}</p>
      <ul className={styles["list"]}>
        {choices.map(({ shift: id, label: message, said }) =>
          row(id, tell({ message, said: [said] }), id === shift, () => {
            setShift(id);
            setColleague(undefined);
            setInReturn(undefined);
          }),
        )}
      </ul>
      {chosen !== undefined && <p>{t.swapWho}</p>}
      <ul className={styles["list"]}>
        {chosen?.colleagues.map(({ who }) =>
          row(who.id, who.name, who.id === colleague, () => {
            setColleague(who.id);
            setInReturn(undefined);
          }),
        )}
      </ul>
      {theirs !== undefined && theirs.shifts.length > 0 && <p>{t.swapInReturn}</p>}
      <ul className={styles["list"]}>
        {theirs?.shifts.map(({ shift: id, label: message, said }) =>
          row(id, tell({ message, said: [said] }), id === inReturn, () =>
            setInReturn(id === inReturn ? undefined : id),
          ),
        )}
      </ul>
      <div className={styles["answers"]}>
        <Button disabled={theirs === undefined || attempts.busy !== undefined} onClick={propose}>
          {t.swapPropose}
        </Button>
        <Button
          variant="subtle"
          leftSection={<Icon name="back" />}
          onClick={() => attempts.setPanel(undefined)}
        >
          {t.back}
        </Button>
      </div>
    </>
  );
}

/** Swapping shifts with a colleague, who agrees before anybody confirms it (L9). */
export function SwapPanel({ swaps, attempts }: SwapPanelProps): ReactNode {
  const { t, explain } = useWords();
  const { store } = useSeat();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const [choices, setChoices] = useState<readonly SwapChoice[]>();
  const { say } = attempts;
  useEffect(() => {
    store
      .swapChoices()
      .then((reply) => setChoices(reply.shifts))
      .catch((cause: unknown) => say(explain(failureOf(cause, false))));
  }, [store, say, explain]);
  return (
    <section className={styles["panel"]} aria-labelledby={id} data-testid="swap">
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.swapTitle}
      </h2>
      <ul className={styles["list"]}>
        {swaps.map((swap) => (
          <Known key={swap.id} swap={swap} attempts={attempts} />
        ))}
      </ul>
      {choices !== undefined && <Propose choices={choices} attempts={attempts} />}
    </section>
  );
}
