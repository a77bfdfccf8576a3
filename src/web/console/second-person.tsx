import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import type {
  SecondByBadge,
  SecondPerson,
  VouchOptionsRequest,
} from "../../http/console-contract.ts";
import type { PasskeyOptionsReply } from "../../http/contract.ts";
import { askPasskey } from "../shared/passkeys.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import { askJson } from "./requests.ts";
import { useConsole } from "./use-console.tsx";

interface VouchingProps {
  /** For whom. */
  readonly person: string;
  readonly value: SecondPerson;
  readonly onChange: (value: SecondPerson) => void;
}

/** Nobody has read a badge yet. */
export const nobody: SecondByBadge = { badge: "", pin: "" };

/** Whether a colleague has read their badge and typed their PIN, or used their passkey. */
export function isThere(second: SecondPerson): boolean {
  return "response" in second || (second.badge.trim() !== "" && second.pin !== "");
}

/** What is left of it once it was refused: a PIN is typed anew, a passkey is used anew. */
export function onceMore(second: SecondPerson): SecondPerson {
  return "response" in second ? nobody : { ...second, pin: "" };
}

/** A colleague who vouches for whoever may do more than the supervisor: their own badge and PIN, or passkey. */
export function Vouching({ person, value, onChange }: VouchingProps): ReactNode {
  const { t } = useWords();
  return (
    <>
      <p>{t.secondHint}</p>
      {"response" in value ? (
        <>
          <p role="status">{t.secondVouched}</p>
          <Button variant="default" onClick={() => onChange(nobody)}>
            {t.secondOther}
          </Button>
        </>
      ) : (
        <>
          <ByBadge value={value} onChange={onChange} />
          <ByPasskey person={person} onChange={onChange} />
        </>
      )}
    </>
  );
}

interface ByBadgeProps {
  readonly value: SecondByBadge;
  readonly onChange: (value: SecondByBadge) => void;
}

function ByBadge({ value, onChange }: ByBadgeProps): ReactNode {
  const { t } = useWords();
  const pinField = useRef<HTMLInputElement>(null);
  return (
    <>
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

function ByPasskey({ person, onChange }: Omit<VouchingProps, "value">): ReactNode {
  const { t, language, explain } = useWords();
  const { signedOut } = useConsole();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const body: VouchOptionsRequest = { person };
      const asked = await askJson<PasskeyOptionsReply>({ path: "vouch/options", body, language });
      const { response } = await askPasskey(asked, t);
      onChange({ person, response });
    } catch (cause) {
      const failure = failureOf(cause, false);
      if (failure.code === "signed-out") return signedOut();
      setSaid(explain(failure));
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="default" aria-disabled={busy} onClick={() => void ask()}>
        {busy ? t.passkeyWaiting : t.secondPasskey}
      </Button>
      <span role="alert">{said}</span>
    </>
  );
}
