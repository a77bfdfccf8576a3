import { Button } from "@mantine/core";
import { type MouseEvent, type ReactNode, type SyntheticEvent, useState } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { useServerNow } from "../seat/use-seat.tsx";
import styles from "./pin.module.css";

export interface PinPadProps {
  readonly busy: boolean;
  /** Why the last PIN was not taken. */
  readonly message?: string;
  /** No attempt before this instant (A3). */
  readonly waitUntil?: number;
  readonly onPin: (pin: string) => void;
}

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const longest = 12;

/** A touch on a key leaves the focus where it is, so that keyboard and keys go on together. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

function Keys(props: {
  readonly disabled: boolean;
  readonly onDigit: (digit: string) => void;
  readonly onDelete: () => void;
}): ReactNode {
  const { t } = useWords();
  const { disabled, onDigit, onDelete } = props;
  const key = (digit: string): ReactNode => (
    <Button
      key={digit}
      variant="default"
      className={styles["key"]}
      disabled={disabled}
      onMouseDown={keepFocus}
      onClick={() => onDigit(digit)}
    >
      {digit}
    </Button>
  );
  return (
    <fieldset className={styles["keys"]} aria-label={t.pinKeys}>
      {digits.map(key)}
      <Button
        variant="default"
        className={styles["key"]}
        aria-label={t.pinDelete}
        disabled={disabled}
        onMouseDown={keepFocus}
        onClick={onDelete}
      >
        <Icon name="erase" />
      </Button>
      {key("0")}
      <Button type="submit" className={styles["key"]} disabled={disabled}>
        {t.pinEnter}
      </Button>
    </fieldset>
  );
}

/** A large PIN pad that takes the keyboard's digits too. The PIN leaves it with Enter and is gone. */
export function PinPad({ busy, message, waitUntil, onPin }: PinPadProps): ReactNode {
  const { t } = useWords();
  const entry = useFocus<HTMLInputElement>();
  const [pin, setPin] = useState("");
  const now = useServerNow(250);
  const wait = Math.max(Math.ceil(((waitUntil ?? 0) - now) / 1000), 0);
  const disabled = busy || wait > 0;
  const change = (next: string): void => {
    if (!disabled) setPin(next.replaceAll(/\D/g, "").slice(0, longest));
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (disabled || pin === "") return;
    setPin("");
    onPin(pin);
  };
  return (
    <form className={styles["pad"]} onSubmit={submit} autoComplete="off">
      <input
        ref={entry}
        // In a dialog the focus would go to its close button, and Enter after the PIN would press it.
        data-autofocus
        className={styles["entry"]}
        aria-label={t.pin}
        aria-describedby="pin-said"
        type="password"
        inputMode="none"
        // Keeps the browser from offering to store it.
        autoComplete="one-time-code"
        value={pin}
        readOnly={disabled}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <div className={styles["said"]} id="pin-said" role="status">
        {busy && t.pinChecking}
        {!busy && message}
        {wait > 0 && ` ${t.pinWait(t.inSeconds(wait))}`}
      </div>
      <Keys
        disabled={disabled}
        onDigit={(digit) => change(pin + digit)}
        onDelete={() => change(pin.slice(0, -1))}
      />
    </form>
  );
}
