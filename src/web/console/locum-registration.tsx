import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useId, useState } from "react";
import type { LocumRegistrationRequest, LocumReply } from "../../http/locums-contract.ts";
import { useWords } from "../shared/words.tsx";
import type { LocumActProps } from "./locum-card.tsx";
import styles from "./locums.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { Registrations } from "./registrations.tsx";
import { askJson } from "./requests.ts";
import { useDoing } from "./use-doing.ts";

interface Props extends LocumActProps {
  /** Whether the one at the console may say what they have seen. */
  readonly may: boolean;
  readonly registers: readonly string[];
}

/** A locum's professional registrations, and where one that they have shown is written down. */
export function LocumRegistrations({ locum, may, registers, onDone }: Props): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const done = (words: string): void => {
    setOpen(false);
    onDone(words);
  };
  return (
    <section className={styles["step"]} aria-label={t.registrationsTitle}>
      <Registrations registrations={locum.registrations} />
      {may && !isOpen && (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t.registrationAdd}
        </Button>
      )}
      {may && isOpen && <Shown locum={locum} registers={registers} onDone={done} />}
    </section>
  );
}

function Shown({ locum, registers, onDone }: Omit<Props, "may">): ReactNode {
  const { t, language, tell } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const known = useId();
  const { engagement, who } = locum;
  const [register, setRegister] = useState(registers.length === 1 ? (registers[0] ?? "") : "");
  const [number, setNumber] = useState("");
  const [last, setLast] = useState("");
  const isWhole = register.trim() !== "" && number.trim() !== "" && last !== "";
  const record = async (): Promise<string> => {
    const body: LocumRegistrationRequest = {
      register: register.trim().toLowerCase(),
      number: number.trim(),
      last,
    };
    const path = `locums/${encodeURIComponent(engagement)}/registration`;
    const reply = await askJson<LocumReply>({ path, body, language });
    if (reply.type !== "done") return tell(reply);
    onDone(t.registrationRecorded(who.name));
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isWhole) void run(record);
  };
  return (
    <form
      className={styles["step"]}
      aria-label={t.registrationOf(who.name)}
      onSubmit={submit}
      autoComplete="off"
    >
      <TextInput
        label={t.registrationRegister}
        description={t.registrationRegisterHint}
        list={known}
        value={register}
        onChange={({ currentTarget }) => setRegister(currentTarget.value)}
      />
      <datalist id={known}>
        {registers.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
      <TextInput
        label={t.registrationNumber}
        value={number}
        maxLength={64}
        onChange={({ currentTarget }) => setNumber(currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t.registrationLast}
        value={last}
        onChange={({ currentTarget }) => setLast(currentTarget.value)}
      />
      <div role="alert">{said}</div>
      {needsPasskey && <PasskeyButton onRaised={() => void run(record)} />}
      <Button type="submit" aria-disabled={busy || !isWhole}>
        {busy ? t.oneMoment : t.registrationRecord}
      </Button>
    </form>
  );
}
