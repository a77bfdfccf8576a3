import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useRef, useState } from "react";
import type { ConsoleSignInRequest, DeskReply } from "../../http/console-contract.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import styles from "./desk.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { useConsole } from "./use-console.tsx";

export interface DeskFormProps {
  readonly onPresent: (present: Extract<DeskReply, { readonly type: "present" }>) => void;
}

/** Badge number and PIN of the one who stands at the desk, who types the PIN themselves. */
export function DeskForm({ onPresent }: DeskFormProps): ReactNode {
  const { t, language, tell, explain } = useWords();
  const { signedOut } = useConsole();
  const [badge, setBadge] = useState("");
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const [stepUp, setStepUp] = useState(false);
  const badgeField = useFocus<HTMLInputElement>();
  const pinField = useRef<HTMLInputElement>(null);
  const ask = async (): Promise<void> => {
    setBusy(true);
    setSaid("");
    setStepUp(false);
    const body: ConsoleSignInRequest = { badge, pin };
    try {
      const reply = await askJson<DeskReply>({ path: "desk/begin", body, language });
      if (reply.type === "present") return onPresent(reply);
      setPin("");
      setSaid(tell(reply));
    } catch (cause) {
      const failure = failureOf(cause, false);
      if (failure.code === "signed-out") return signedOut();
      setStepUp(failure.remedies.length > 0);
      setSaid(explain(failure));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // A reader ends the number with Enter; the PIN is next.
    if (pin === "" || badge === "") pinField.current?.focus();
    else if (!busy) void ask();
  };
  return (
    <form className={styles["desk"]} onSubmit={submit} autoComplete="off">
      <p>{t.deskHint}</p>
      <TextInput
        label={t.badgeNumber}
        value={badge}
        autoComplete="off"
        spellCheck={false}
        ref={badgeField}
        onChange={(event) => setBadge(event.currentTarget.value)}
      />
      <TextInput
        ref={pinField}
        label={t.pin}
        type="password"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
      />
      <div role="alert" className={styles["said"]}>
        {said}
      </div>
      {stepUp && <PasskeyButton onRaised={() => void ask()} />}
      <Button type="submit" variant={stepUp ? "default" : "filled"} aria-disabled={busy}>
        {busy ? t.oneMoment : t.deskBegin}
      </Button>
    </form>
  );
}
