import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Icon } from "../shared/icon.tsx";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { In } from "./in.tsx";
import type { PhoneLink } from "./phone-link.ts";
import styles from "./pocket.module.css";
import { type Phone, usePhone } from "./use-phone.ts";

interface GateProps {
  readonly title: string;
  readonly hint: string;
  readonly said?: string;
  readonly children?: ReactNode;
}

/** A screen with one question, for somebody who is not in. */
function Gate({ title, hint, said = "", children }: GateProps): ReactNode {
  const heading = useFocus<HTMLHeadingElement>();
  return (
    <main className={styles["gate"]}>
      <span className={styles["sign"]}>
        <Icon name="badge" />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p>{hint}</p>
      <div role="alert" className={styles["said"]}>
        {said}
      </div>
      {children}
    </main>
  );
}

/** The address gives no WebCrypto, so that this browser can't be a phone of ours (S0). */
export function Insecure(): ReactNode {
  const { t } = useWords();
  return <Gate title={t.insecureTitle} hint={t.pocketInsecure} />;
}

function Unknown({ phone, ended }: { readonly phone: Phone; readonly ended: boolean }): ReactNode {
  const { t } = useWords();
  const { busy, said, register, startAgain } = phone;
  if (ended) {
    return (
      <Gate title={t.pocketEndedTitle} hint={t.pocketEndedHint} said={said}>
        <Button size="lg" variant="default" aria-disabled={busy} onClick={startAgain}>
          {t.pocketStartAgain}
        </Button>
      </Gate>
    );
  }
  return (
    <Gate title={t.pocketWelcome} hint={t.pocketWelcomeHint} said={said}>
      <Button size="lg" aria-disabled={busy} onClick={register}>
        {busy ? t.pocketBusy : t.pocketRegister}
      </Button>
    </Gate>
  );
}

function Out({ phone }: { readonly phone: Phone }): ReactNode {
  const { t } = useWords();
  const { busy, said, signIn } = phone;
  return (
    <Gate title={t.pocketOut} hint={t.pocketOutHint} said={said}>
      <Button size="lg" aria-disabled={busy} onClick={signIn}>
        {busy ? t.pocketBusy : t.pocketSignIn}
      </Button>
    </Gate>
  );
}

/** A person's phone. */
export function Pocket({ link }: { readonly link: PhoneLink }): ReactNode {
  const { t } = useWords();
  const phone = usePhone(link);
  const { state, offline } = phone;
  useEffect(() => {
    document.title = `${t.appName} – ${t.pocketTitle}`;
  }, [t]);
  if (state === undefined) {
    if (offline) return <Gate title={t.lostTitle} hint={t.pocketOffline} />;
    return <main aria-busy="true" aria-label={t.oneMoment} />;
  }
  if (state.type === "unknown") return <Unknown phone={phone} ended={state.ended} />;
  if (state.type === "out") return <Out phone={phone} />;
  return <In phone={phone} state={state} now={link.now} />;
}
