import { Button } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { ConnectReply } from "../../http/connect-contract.ts";
import { ApartScreen } from "../bedside/apart/apart-screen.tsx";
import { MomentScreen } from "../bedside/apart/moment-screen.tsx";
import { SignInScreen } from "../console/sign-in-screen.tsx";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import type { ConnectRequests } from "./connect-requests.ts";
import { PasskeyStep } from "./passkey-step.tsx";
import { PinStep } from "./pin-step.tsx";
import { TapStep } from "./tap-step.tsx";

/** How often it asks whether somebody has come in, or opened a chart. */
const askEvery = 1_000;

export interface ConnectPageProps {
  readonly requests: ConnectRequests;
}

/** What stands between an application and whoever is in: nothing, most of the time, and then it goes on by itself. */
export function ConnectPage({ requests }: ConnectPageProps): ReactNode {
  const { t, tell, explain } = useWords();
  const [reply, setReply] = useState<ConnectReply>();
  const [lost, setLost] = useState("");
  const asking = useRef(false);
  const ask = useCallback(
    async (cancel = false): Promise<void> => {
      if (asking.current) return;
      asking.current = true;
      try {
        const next = await requests.ask(cancel ? { cancel } : {});
        setLost("");
        setReply(next);
        // Once: the way there is good once.
        if (next.type === "go") return location.replace(next.to);
      } catch (cause) {
        setLost(explain(failureOf(cause, false)));
      }
      asking.current = false;
    },
    [requests, explain],
  );
  useEffect(() => {
    void ask();
    const timer = setInterval(() => void ask(), askEvery);
    return () => clearInterval(timer);
  }, [ask]);
  const cancel = (
    <Button variant="subtle" size="lg" onClick={() => void ask(true)}>
      {t.cancel}
    </Button>
  );
  if (lost !== "") return <MomentScreen title={t.lostTitle} body={lost} />;
  switch (reply?.type) {
    case "tap":
      return (
        <TapStep requests={requests} onIn={() => void ask()}>
          {cancel}
        </TapStep>
      );
    case "sign-in":
      return <SignInScreen was={false} onIn={() => ask()} />;
    case "patient":
      return (
        <ApartScreen icon="search" title={t.connectPatient}>
          <p>{t.connectPatientBody}</p>
          {cancel}
        </ApartScreen>
      );
    case "passkey":
      return (
        <ApartScreen icon="badge" title={t.connectPhone}>
          <p>{t.connectPhoneBody}</p>
          <PasskeyStep
            use={async () => {
              await requests.signInOnPhone(t);
              return undefined;
            }}
            onDone={() => void ask()}
          />
          {cancel}
        </ApartScreen>
      );
    case "step-up": {
      const { person } = reply;
      const byPin = reply.level === 2 && requests.isSeat();
      const raise = async (): Promise<string | undefined> => {
        const raised = await requests.stepUpByPasskey(person, t);
        return raised.type === "raised" ? undefined : tell(raised);
      };
      return (
        <ApartScreen icon="badge" title={t.stepUpTitle}>
          <p>{t.connectStepUp}</p>
          {byPin ? (
            <PinStep requests={requests} person={person} onRaised={() => void ask()} />
          ) : (
            <PasskeyStep use={raise} onDone={() => void ask()} />
          )}
          {cancel}
        </ApartScreen>
      );
    }
    case "over":
      return (
        <ApartScreen icon="offline" title={t.connectOver}>
          <p>{t.connectOverBody}</p>
        </ApartScreen>
      );
    default:
      return <MomentScreen title={t.oneMoment} />;
  }
}
