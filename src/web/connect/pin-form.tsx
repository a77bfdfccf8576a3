import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";

export interface PinFormProps {
  readonly busy: boolean;
  /** Why the last PIN was not taken. */
  readonly said: string;
  readonly onPin: (pin: string) => void;
}

/** A field for a PIN, typed on the keyboard. */
export function PinForm({ busy, onPin, said }: PinFormProps): ReactNode {
  const { t } = useWords();
  const [pin, setPin] = useState("");
  const field = useFocus<HTMLInputElement>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (busy || pin === "") return;
    setPin("");
    onPin(pin);
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <TextInput
        ref={field}
        label={t.pin}
        type="password"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
      />
      <div role="alert">{said}</div>
      <Button type="submit" size="lg" aria-disabled={busy}>
        {t.pinEnter}
      </Button>
    </form>
  );
}
