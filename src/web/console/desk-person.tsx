import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  DeskEnrolReply,
  DeskEnrolRequest,
  DeskReply,
  PasskeyView,
  RemovePasskeyRequest,
  SecondPerson,
} from "../../http/console-contract.ts";
import { makePasskey } from "../shared/passkeys.ts";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import styles from "./desk.module.css";
import { PersonLine } from "./person-line.tsx";
import { askJson } from "./requests.ts";
import { isThere, nobody, onceMore, Vouching } from "./second-person.tsx";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";
import { type Checked, WhatWasChecked } from "./what-was-checked.tsx";

export interface DeskPersonProps {
  readonly present: Extract<DeskReply, { readonly type: "present" }>;
  readonly onNext: () => void;
}

interface PasskeyProps {
  readonly passkey: PasskeyView;
  readonly busy: boolean;
  readonly onRemove: (reason: RemovePasskeyRequest["reason"]) => void;
}

function Passkey({ passkey, busy, onRemove }: PasskeyProps): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const [sure, setSure] = useState(false);
  const since = timestamp(passkey.enrolledAt, zone, locale);
  const what = passkey.level === 4 ? t.passkeyHardware : t.passkey;
  return (
    <li>
      <span>
        <strong>{what}</strong>
        <small>{t.passkeySince(since)}</small>
        {passkey.locked && <small className={styles["locked"]}>{t.passkeyLocked}</small>}
      </span>
      {sure && (
        <Button aria-disabled={busy} onClick={() => onRemove("lost")}>
          {t.passkeyRemoveSure}
        </Button>
      )}
      <Button variant="default" onClick={() => setSure(!sure)}>
        {sure ? t.cancel : t.passkeyRemove}
      </Button>
    </li>
  );
}

/** Whoever stands at the desk: their passkeys, and another one. */
export function DeskPerson({ present, onNext }: DeskPersonProps): ReactNode {
  const { t, language, server, tell } = useWords();
  const { isRecovery, needsSecond, options, who } = present;
  const { busy, said, run } = useDoing();
  const [passkeys, setPasskeys] = useState(present.passkeys);
  const [made, setMade] = useState(false);
  const [checked, setChecked] = useState<Checked>();
  const [second, setSecond] = useState<SecondPerson>(nobody);
  const [response, setResponse] = useState<DeskEnrolRequest["response"]>();
  const make = async (): Promise<string> => {
    // Before the authenticator makes one: what is refused afterwards would stay in there.
    if (isRecovery && checked === undefined) return t.checkedFirst;
    if (needsSecond && !isThere(second)) return t.secondFirst;
    const fresh = response ?? (await makePasskey(options, t)).response;
    const body: DeskEnrolRequest = {
      response: fresh,
      ...(checked === undefined ? {} : { checked }),
      ...(needsSecond ? { second } : {}),
    };
    // What was made stays good, whatever comes of it; a passkey vouches once.
    setResponse(fresh);
    if ("response" in second) setSecond(nobody);
    const reply = await askJson<DeskEnrolReply>({ path: "desk/enrol", body, language });
    if (reply.type === "second") {
      setSecond(onceMore(second));
      return tell(reply);
    }
    setMade(true);
    return t.passkeyMade(who.name);
  };
  const remove = async (id: string, reason: RemovePasskeyRequest["reason"]): Promise<string> => {
    const body: RemovePasskeyRequest = { reason };
    await askJson({ path: `passkeys/${encodeURIComponent(id)}/remove`, body, language });
    setPasskeys((before) => before.filter((passkey) => passkey.id !== id));
    return t.passkeyRemoved;
  };
  return (
    <section className={styles["desk"]} aria-label={who.name}>
      <PersonLine who={who} note={sayRole(who.role, server)} />
      {passkeys.length > 0 && (
        <ul className={styles["passkeys"]} aria-label={t.passkeys}>
          {passkeys.map((passkey) => (
            <Passkey
              key={passkey.id}
              passkey={passkey}
              busy={busy}
              onRemove={(reason) => void run(() => remove(passkey.id, reason))}
            />
          ))}
        </ul>
      )}
      {!made && <p>{t.passkeyMakeHint}</p>}
      {!made && isRecovery && (
        <WhatWasChecked label={t.checkedForPasskey} value={checked} onChange={setChecked} />
      )}
      {!made && needsSecond && <Vouching person={who.id} value={second} onChange={setSecond} />}
      <div role="alert" className={styles["said"]}>
        {said}
      </div>
      <Group>
        {!made && (
          <Button aria-disabled={busy} onClick={() => void run(make)}>
            {busy ? t.passkeyWaiting : t.passkeyMake}
          </Button>
        )}
        <Button variant={made ? "filled" : "default"} onClick={onNext}>
          {t.deskNext}
        </Button>
      </Group>
    </section>
  );
}
