import { Button, Group } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import styles from "./table.module.css";

/** What is known of one thing, by name. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, ReactNode])[];
}): ReactNode {
  return (
    <dl className={styles["facts"]}>
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

export interface OutcomesProps<O extends string> {
  readonly outcomes: readonly (readonly [O, string])[];
  readonly busy: boolean;
  readonly onClose: (outcome: O) => void;
}

/** What it may have come to, each a touch. */
export function Outcomes<O extends string>({
  outcomes,
  busy,
  onClose,
}: OutcomesProps<O>): ReactNode {
  return (
    <Group mt="md">
      {outcomes.map(([outcome, label]) => (
        <Button
          key={outcome}
          variant="default"
          aria-disabled={busy}
          onClick={() => onClose(outcome)}
        >
          {label}
        </Button>
      ))}
    </Group>
  );
}
