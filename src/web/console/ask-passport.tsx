import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PersonView } from "../../http/contract.ts";
import type {
  PassportReply,
  PassportRequestReply,
  PassportView,
} from "../../http/passports-contract.ts";
import type { PersonReply } from "../../http/people-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { QrCode } from "../shared/qr-code.tsx";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime, dayOf } from "../shared/zoned.ts";
import desk from "./desk.module.css";
import { Failed } from "./failed.tsx";
import { Facts } from "./one-thing.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import people from "./people.module.css";
import { askJson } from "./requests.ts";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** How often it is asked whether a wallet has answered. */
const askedEvery = 1_500;

interface Props {
  readonly who: PersonView;
  /** The engagement's address below `console/api/`. */
  readonly path: string;
  readonly onDone: (words: string, next: PersonReply) => void;
}

/** Asks for somebody's staff passport by a code on the screen, shows what came of it, and takes it as evidence (L7). */
export function AskPassport({ onDone, path, who }: Props): ReactNode {
  const { t, language } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const [asked, setAsked] = useState<PassportRequestReply>();
  const begin = () =>
    run(async () => {
      setAsked(
        await askJson<PassportRequestReply>({ path: `${path}/passport`, body: {}, language }),
      );
      return "";
    });
  const accept = () =>
    run(async () => {
      const to = `${path}/passport/${asked?.id}/accept`;
      const next = await askJson<PersonReply>({ path: to, body: {}, language });
      setAsked(undefined);
      onDone(t.passportAccepted(who.name), next);
      return "";
    });
  const refusal = (
    <>
      <div role="alert" className={desk["said"]}>
        {said}
      </div>
      {needsPasskey && <PasskeyButton onRaised={() => void begin()} />}
    </>
  );
  return (
    <div className={people["acts"]}>
      <Button variant="default" aria-disabled={busy} onClick={() => void begin()}>
        {t.passportAsk}
      </Button>
      {asked === undefined ? (
        refusal
      ) : (
        <Dialog
          title={t.passportTitle(who.name)}
          size="36rem"
          onClose={() => setAsked(undefined)}
          steady
        >
          <Outcome
            key={asked.id}
            who={who}
            asked={asked}
            path={`${path}/passport/${asked.id}`}
            busy={busy}
            onAgain={() => void begin()}
            onAccept={() => void accept()}
            onClose={() => setAsked(undefined)}
          />
          {refusal}
        </Dialog>
      )}
    </div>
  );
}

interface OutcomeProps extends Pick<Props, "who" | "path"> {
  readonly asked: PassportRequestReply;
  readonly busy: boolean;
  readonly onAgain: () => void;
  readonly onAccept: () => void;
  readonly onClose: () => void;
}

/** The code while nobody has answered; then what was answered. */
function Outcome(props: OutcomeProps): ReactNode {
  const { asked, busy, onAccept, onAgain, onClose, path, who } = props;
  const { t, locale, tell } = useWords();
  const { zone } = useConsole();
  const [settled, setSettled] = useState(false);
  const state = useAsked<PassportReply>(path, settled ? undefined : askedEvery);
  const { answer } = state;
  if (!settled && answer !== undefined && answer.type !== "waiting") setSettled(true);
  if (answer === undefined || answer.type === "waiting") {
    return (
      <>
        <p>{t.passportScan}</p>
        <QrCode text={asked.link} label={t.passportCode} />
        <p>{t.passportUntil(clockTime(asked.until, zone, locale))}</p>
        <Failed asked={state} />
      </>
    );
  }
  if (answer.type === "believed") {
    return (
      <div role="status">
        <Believed passport={answer.passport} who={who} />
        <Group mt="md">
          <Button aria-disabled={busy} onClick={onAccept}>
            {busy ? t.oneMoment : t.passportAccept}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.passportNotThem}
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <>
      <div role="alert" className={desk["said"]}>
        {answer.type === "refused" ? (
          <>
            <strong>{t.passportRefused}.</strong> {tell(answer)}
          </>
        ) : (
          t.passportOver
        )}
      </div>
      <Group mt="md">
        <Button aria-disabled={busy} onClick={onAgain}>
          {busy ? t.oneMoment : t.passportAgain}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.close}
        </Button>
      </Group>
    </>
  );
}

/** What it says, beside whom is expected. */
function Believed({
  passport,
  who,
}: {
  readonly passport: PassportView;
  readonly who: PersonView;
}): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { at, by, expected, isSameName, issuer, level, method, name, registration, role, until } =
    passport;
  const day = (instant: number): string => dayOf(instant, zone, locale);
  const facts: (readonly [string, ReactNode])[] = [
    [t.passportName, name],
    [t.passportRole, sayRole(role, server)],
    [t.passportIssuer, issuer],
    [t.passportProofing, t.passportProofingSaid(`${t.proofLevel(level)}, ${method}`, day(at), by)],
  ];
  if (registration !== undefined) {
    const { body, number, until: registered } = registration;
    const words = t.passportRegistrationSaid(body, number, day(registered - 1));
    facts.push([t.passportRegistration, words]);
  }
  facts.push([t.passportCounts, day(until - 1)]);
  return (
    <>
      <p>{t.passportCompare(who.name)}</p>
      <Facts facts={facts} />
      {!isSameName && <div className={desk["said"]}>{t.passportOtherName(name, expected)}</div>}
    </>
  );
}
