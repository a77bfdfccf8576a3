import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useRef, useState } from "react";
import type { ConsoleSignInReply, ConsoleSignInRequest } from "../../http/console-contract.ts";
import type { PasskeyOptionsReply, PersonView } from "../../http/contract.ts";
import { Icon } from "../shared/icon.tsx";
import { askPasskey } from "../shared/passkeys.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { askJson } from "./requests.ts";
import styles from "./sign-in.module.css";

export interface SignInScreenProps {
  /** Somebody was signed in and is no more. */
  readonly was: boolean;
  readonly onIn: (who: PersonView) => Promise<void>;
}

/** Signs in with a passkey, or with badge number and PIN; a reader may type the number. */
export function SignInScreen({ was, onIn }: SignInScreenProps): ReactNode {
  const { t, language, tell, explain } = useWords();
  const [badge, setBadge] = useState("");
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(was ? t.signedOut : "");
  const badgeField = useFocus<HTMLInputElement>();
  const pinField = useRef<HTMLInputElement>(null);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    // A reader ends the number with Enter; the PIN is next.
    if (pin === "" || badge === "") return pinField.current?.focus();
    const body: ConsoleSignInRequest = { badge, pin };
    setPin("");
    await enter(() => askJson({ path: "sign-in", body, language }));
  };
  const enter = async (ask: () => Promise<ConsoleSignInReply>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const reply = await ask();
      if (reply.type === "in") return await onIn(reply.who);
      setSaid(tell(reply));
    } catch (cause) {
      setSaid(explain(failureOf(cause, false)));
    } finally {
      setBusy(false);
    }
  };
  const byPasskey = async (): Promise<ConsoleSignInReply> => {
    const asked = { path: "passkey/options", body: {}, language };
    const body = await askPasskey(await askJson<PasskeyOptionsReply>(asked), t);
    return askJson({ path: "passkey/sign-in", body, language });
  };
  return (
    <main className={styles["screen"]}>
      <form className={styles["form"]} onSubmit={(event) => void submit(event)} autoComplete="off">
        <span className={styles["sign"]}>
          <Icon name="badge" />
        </span>
        <h1>{t.consoleSignIn}</h1>
        <Button aria-disabled={busy} onClick={() => void enter(byPasskey)}>
          {t.signInPasskey}
        </Button>
        <p className={styles["or"]}>{t.consoleSignInHint}</p>
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
        <Button type="submit" variant="default" aria-disabled={busy}>
          {busy ? t.signingIn : t.signIn}
        </Button>
      </form>
    </main>
  );
}
