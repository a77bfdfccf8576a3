import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useRef, useState } from "react";
import type { SecondPerson } from "../../http/console-contract.ts";
import type { GiveLocumRequest, LocumReply } from "../../http/locums-contract.ts";
import { useWords } from "../shared/words.tsx";
import type { LocumActProps } from "./locum-card.tsx";
import styles from "./locums.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { isThere, nobody, onceMore, Vouching } from "./second-person.tsx";
import { useDoing } from "./use-doing.ts";

/** A badge that is read, and a PIN that the locum types themselves, twice. */
export function LocumBadge({ locum: { engagement, who }, onDone }: LocumActProps): ReactNode {
  const { t, language, tell } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const [badge, setBadge] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [second, setSecond] = useState<SecondPerson>(nobody);
  const [asksSecond, setAsksSecond] = useState(false);
  const pinField = useRef<HTMLInputElement>(null);
  const give = async (): Promise<string> => {
    if (badge.trim() === "" || pin === "") return t.badgeOrPin;
    if (pin !== again) {
      setAgain("");
      return t.pinsDiffer;
    }
    const body: GiveLocumRequest = { badge, pin, ...(isThere(second) ? { second } : {}) };
    // A passkey vouches once, whatever comes of it.
    if ("response" in second) setSecond(nobody);
    const path = `locums/${encodeURIComponent(engagement)}/badge`;
    const reply = await askJson<LocumReply>({ path, body, language });
    if (reply.type === "second") {
      setAsksSecond(true);
      setSecond(onceMore(second));
    }
    if (reply.type !== "done") return tell(reply);
    onDone(t.locumGiven(who.name));
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // A reader ends the number with Enter; the PIN is next.
    if (pin === "") pinField.current?.focus();
    else void run(give);
  };
  return (
    <form
      className={styles["step"]}
      aria-label={t.locumGiveTo(who.name)}
      onSubmit={submit}
      autoComplete="off"
    >
      <TextInput
        label={t.badgeNumber}
        value={badge}
        spellCheck={false}
        onChange={({ currentTarget }) => setBadge(currentTarget.value)}
      />
      <TextInput
        ref={pinField}
        label={t.pinNew}
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        value={pin}
        onChange={({ currentTarget }) => setPin(currentTarget.value)}
      />
      <TextInput
        label={t.pinAgain}
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        value={again}
        onChange={({ currentTarget }) => setAgain(currentTarget.value)}
      />
      {asksSecond && <Vouching person={who.id} value={second} onChange={setSecond} />}
      <div role="alert">{said}</div>
      {needsPasskey && <PasskeyButton onRaised={() => void run(give)} />}
      <Button type="submit" aria-disabled={busy}>
        {busy ? t.oneMoment : t.locumGive}
      </Button>
    </form>
  );
}
