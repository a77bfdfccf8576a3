import { Input } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

/** Something to choose from. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly lang?: string;
}

export interface ChooseProps {
  readonly label: string;
  /** Whether the label stands above, or is only read out. */
  readonly labelled?: boolean;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
}

/** The browser's own list of choices, which every keyboard and screen reader knows. */
export function Choose({
  label,
  labelled = false,
  value,
  choices,
  onChoose,
}: ChooseProps): ReactNode {
  const list = (
    <Input
      component="select"
      aria-label={label}
      value={value}
      rightSection={<Icon name="down" size={1} />}
      rightSectionPointerEvents="none"
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} lang={choice.lang}>
          {choice.label}
        </option>
      ))}
    </Input>
  );
  return labelled ? (
    <Input.Wrapper label={label} labelElement="div">
      {list}
    </Input.Wrapper>
  ) : (
    list
  );
}
