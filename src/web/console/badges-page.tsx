import { Button, Group, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useRef, useState } from "react";
import type {
  BadgeLostReply,
  BadgeLostRequest,
  FindStaffReply,
  FindStaffRequest,
  GiveBadgeReply,
  GiveBadgeRequest,
  SecondPerson,
} from "../../http/console-contract.ts";
import { sayRole } from "../shared/say-server.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { dayOf } from "../shared/zoned.ts";
import styles from "./desk.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { PersonLine } from "./person-line.tsx";
import { askJson } from "./requests.ts";
import { isThere, nobody, onceMore, Vouching } from "./second-person.tsx";
import { Sure } from "./sure.tsx";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";
import { type Checked, WhatWasChecked } from "./what-was-checked.tsx";

type Found = Extract<FindStaffReply, { readonly type: "found" }>;

interface FindProps {
  readonly onFound: (found: Found) => void;
}

/** Whose badge it is to be: the staff number is on every contract and rota. */
function FindStaff({ onFound }: FindProps): ReactNode {
  const { t, language } = useWords();
  const { busy, said, run } = useDoing();
  const [number, setNumber] = useState("");
  const field = useFocus<HTMLInputElement>();
  const find = async (): Promise<string> => {
    const body: FindStaffRequest = { number };
    const reply = await askJson<FindStaffReply>({ path: "badges/find", body, language });
    if (reply.type === "unknown") return t.staffUnknown;
    onFound(reply);
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (number.trim() !== "") void run(find);
  };
  return (
    <form className={styles["desk"]} onSubmit={submit} autoComplete="off">
      <TextInput
        ref={field}
        label={t.staffNumber}
        value={number}
        spellCheck={false}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <div role="alert" className={styles["said"]}>
        {said}
      </div>
      <Button type="submit" aria-disabled={busy}>
        {busy ? t.oneMoment : t.staffFind}
      </Button>
    </form>
  );
}

interface GiveProps {
  readonly found: Found;
  readonly onNext: () => void;
  /** Their badges have ended. */
  readonly onLost: () => void;
}

/** A badge that is read, and a PIN that the person types themselves, twice. */
function GiveBadge({ found, onNext, onLost }: GiveProps): ReactNode {
  const { t, language, locale, server, tell } = useWords();
  const { zone } = useConsole();
  const { busy, said, needsPasskey, run } = useDoing();
  const { who, badges, hasPin, until } = found;
  const [badge, setBadge] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [checked, setChecked] = useState<Checked>();
  const [given, setGiven] = useState(false);
  const [second, setSecond] = useState<SecondPerson>(nobody);
  const [asksSecond, setAsksSecond] = useState(false);
  const badgeField = useFocus<HTMLInputElement>();
  const pinField = useRef<HTMLInputElement>(null);
  const give = async (): Promise<string> => {
    if (badge.trim() === "" && pin === "") return t.badgeOrPin;
    if (pin !== again) {
      setAgain("");
      return t.pinsDiffer;
    }
    const body: GiveBadgeRequest = {
      person: who.id,
      badge,
      pin,
      ...(checked === undefined ? {} : { checked }),
      ...(isThere(second) ? { second } : {}),
    };
    // A passkey vouches once, whatever comes of it.
    if ("response" in second) setSecond(nobody);
    const reply = await askJson<GiveBadgeReply>({ path: "badges/give", body, language });
    if (reply.type === "another") return tell(reply);
    if (reply.type === "second") {
      setAsksSecond(true);
      setSecond(onceMore(second));
      return tell(reply);
    }
    setGiven(true);
    const last = reply.until === undefined ? "" : dayOf(reply.until, zone, locale);
    if (reply.given === "pin") return t.gavePin(who.name);
    return reply.given === "both" ? t.gaveBoth(who.name, last) : t.gaveBadge(who.name, last);
  };
  const lose = async (): Promise<string> => {
    const body: BadgeLostRequest = { person: who.id };
    const reply = await askJson<BadgeLostReply>({ path: "badges/end", body, language });
    onLost();
    return t.badgeLostDone(who.name, reply.badges);
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // A reader ends the number with Enter; the PIN is next.
    if (badge !== "" && pin === "" && document.activeElement !== pinField.current) {
      pinField.current?.focus();
    } else void run(give);
  };
  const isEngaged = until !== undefined;
  return (
    <form className={styles["desk"]} onSubmit={submit} autoComplete="off" aria-label={who.name}>
      <PersonLine who={who} note={sayRole(who.role, server)} />
      <p>{isEngaged ? `${t.badgesNow(badges)} ${hasPin ? t.hasPin : t.hasNoPin}` : t.notEngaged}</p>
      {badges > 0 && !given && (
        <Sure
          label={t.badgesLost}
          whose={who.name}
          what={t.badgeLostWhat(who.name, badges, "")}
          onSure={() => void run(lose)}
        />
      )}
      {isEngaged && !given && (
        <>
          <p>{t.badgeHint}</p>
          <TextInput
            ref={badgeField}
            label={t.badgeNumber}
            value={badge}
            spellCheck={false}
            onChange={(event) => setBadge(event.currentTarget.value)}
          />
          <TextInput
            ref={pinField}
            label={t.pinNew}
            type="password"
            inputMode="numeric"
            autoComplete="new-password"
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value)}
          />
          <TextInput
            label={t.pinAgain}
            type="password"
            inputMode="numeric"
            autoComplete="new-password"
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          {(hasPin || badges > 0) && (
            <WhatWasChecked label={t.checkedWhat} value={checked} onChange={setChecked} />
          )}
          {asksSecond && <Vouching person={who.id} value={second} onChange={setSecond} />}
        </>
      )}
      <div role="alert" className={styles["said"]}>
        {said}
      </div>
      {needsPasskey && <PasskeyButton onRaised={() => void run(give)} />}
      <Group>
        {isEngaged && !given && (
          <Button type="submit" aria-disabled={busy}>
            {busy ? t.oneMoment : t.badgeGive}
          </Button>
        )}
        <Button variant={given ? "filled" : "default"} onClick={onNext}>
          {t.deskNext}
        </Button>
      </Group>
    </form>
  );
}

/** Badges and PINs: for whom, then what they get. */
export function BadgesPage(): ReactNode {
  const [found, setFound] = useState<Found>();
  if (found === undefined) return <FindStaff onFound={setFound} />;
  return (
    <GiveBadge
      found={found}
      onNext={() => setFound(undefined)}
      onLost={() => setFound({ ...found, badges: 0 })}
    />
  );
}
