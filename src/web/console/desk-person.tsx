import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  DeskEnrolReply,
  DeskReply,
  PasskeyView,
  RemovePasskeyRequest,
} from "../../http/console-contract.ts";
import { Initials } from "../shared/initials.tsx";
import { makePasskey } from "../shared/passkeys.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import { wordsFor } from "../shared/words-for.ts";
import { timestamp } from "../shared/zoned.ts";
import styles from "./desk.module.css";
import { askJson } from "./requests.ts";
import { useConsole } from "./use-console.tsx";

export interface DeskPersonProps {
  readonly present: Extract<DeskReply, { readonly type: "present" }>;
  readonly onNext: () => void;
}

interface Doing {
  readonly busy: boolean;
  readonly said: string;
  /** One thing at a time, with what came of it in words. */
  readonly run: (act: () => Promise<string>) => Promise<void>;
}

function useDoing(): Doing {
  const { t } = useWords();
  const { signedOut } = useConsole();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const run = async (act: () => Promise<string>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      setSaid(await act());
    } catch (cause) {
      const failure = failureOf(cause, true);
      if (failure.code === "signed-out") return signedOut();
      setSaid(wordsFor(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return { busy, said, run };
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
  const { t, language } = useWords();
  const { who, options } = present;
  const { busy, said, run } = useDoing();
  const [passkeys, setPasskeys] = useState(present.passkeys);
  const [made, setMade] = useState(false);
  const make = async (): Promise<string> => {
    const body = await makePasskey(options, t);
    await askJson<DeskEnrolReply>({ path: "desk/enrol", body, language });
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
      <div className={styles["person"]}>
        <Initials initials={who.initials} />
        <span>
          <strong>{who.name}</strong>
          <small>{who.role}</small>
        </span>
      </div>
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
