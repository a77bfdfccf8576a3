import { TextInput } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import type { SecondPerson } from "../../http/console-contract.ts";
import { useWords } from "../shared/words.tsx";

interface VouchingProps {
  readonly value: SecondPerson;
  readonly onChange: (value: SecondPerson) => void;
}

/** Nobody has read a badge yet. */
export const nobody: SecondPerson = { badge: "", pin: "" };

/** Whether a colleague has read their badge and typed their PIN. */
export function isThere({ badge, pin }: SecondPerson): boolean {
  return badge.trim() !== "" && pin !== "";
}

/** A colleague who vouches for whoever may do more than the supervisor: their own badge and PIN. */
export function Vouching({ value, onChange }: VouchingProps): ReactNode {
  const { t } = useWords();
  const pinField = useRef<HTMLInputElement>(null);
  return (
    <>
      <p>{t.secondHint}</p>
      <TextInput
        label={t.secondBadge}
        value={value.badge}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => onChange({ ...value, badge: currentTarget.value })}
        onKeyDown={(event) => {
          // A reader ends the number with Enter; the PIN is next.
          if (event.key !== "Enter" || value.pin !== "") return;
          event.preventDefault();
          pinField.current?.focus();
        }}
      />
      <TextInput
        ref={pinField}
        label={t.secondPin}
        type="password"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={value.pin}
        onChange={({ currentTarget }) => onChange({ ...value, pin: currentTarget.value })}
      />
    </>
  );
}
