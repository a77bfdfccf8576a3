import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { SecondPerson } from "../../http/console-contract.ts";
import type {
  LocumPasskeyReply,
  LocumPasskeyRequest,
  LocumReply,
  LocumView,
  LocumWard,
} from "../../http/locums-contract.ts";
import { makePasskey } from "../shared/passkeys.ts";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime, dayAndTime, dayOf } from "../shared/zoned.ts";
import { LocumBadge } from "./locum-badge.tsx";
import { LocumCode, LocumPhone } from "./locum-phone.tsx";
import { LocumProof } from "./locum-proof.tsx";
import { LocumRegistrations } from "./locum-registration.tsx";
import styles from "./locums.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { peopleWords } from "./people-words.ts";
import { PersonLine } from "./person-line.tsx";
import { askJson } from "./requests.ts";
import { isThere, nobody, onceMore, Vouching } from "./second-person.tsx";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** What one act on a booking is given. */
export interface LocumActProps {
  readonly locum: LocumView;
  readonly onDone: (words: string) => void;
}

interface CardProps extends LocumActProps {
  readonly ward: LocumWard | undefined;
  /** The professional registers that are known here, by their codes. */
  readonly registers: readonly string[];
}

/** One booking: when, how far it is, and the next thing that it takes. */
export function LocumCard({ locum, registers, ward, onDone }: CardProps): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { agency, badges, from, passkeys, phone, proof, state, to, until, who } = locum;
  const isExpected = state === "offered" || state === "proofed";
  const isActive = state === "active";
  const when = `${dayAndTime(from, zone, locale)} – ${clockTime(to, zone, locale)}`;
  const ready = t.locumReady(clockTime(until, zone, locale));
  const states = peopleWords(t).engagementStates;
  const step = isExpected ? t.locumExpected : badges > 0 ? ready : t.locumHere;
  const seen =
    proof === undefined
      ? undefined
      : `${t.proofSaid(peopleWords(t).proofMethods[proof.method], proof.by, dayOf(proof.until - 1, zone, locale))} (${t.proofLevel(proof.level)})`;
  return (
    <li className={styles["locum"]} aria-label={who.name}>
      <PersonLine
        who={who}
        note={[sayRole(who.role, server), agency ?? ""].filter((one) => one !== "").join(" · ")}
      />
      <p>{t.locumWhen(when, locum.ward)}</p>
      <p>{isExpected || isActive ? step : states[state]}</p>
      {seen !== undefined && <p>{seen}</p>}
      <LocumRegistrations
        locum={locum}
        may={ward?.may.proof === true}
        registers={registers}
        onDone={onDone}
      />
      {ward !== undefined && (isExpected || (isActive && phone !== undefined)) && (
        <LocumPhone locum={locum} may={ward.may} onDone={onDone} />
      )}
      {isExpected && ward?.may.proof === true && <LocumProof locum={locum} onDone={onDone} />}
      {isActive && ward?.may.issue === true && phone?.state === "accepted" && (
        <LocumCode locum={locum} onDone={onDone} />
      )}
      {isActive && ward?.may.issue === true && badges === 0 && (
        <LocumBadge locum={locum} onDone={onDone} />
      )}
      {isActive && ward?.may.issue === true && badges > 0 && passkeys === 0 && (
        <LocumPasskey locum={locum} onDone={onDone} />
      )}
    </li>
  );
}

function LocumPasskey({ locum: { engagement, who }, onDone }: LocumActProps): ReactNode {
  const { t, language, tell } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const [second, setSecond] = useState<SecondPerson>(nobody);
  const [asksSecond, setAsksSecond] = useState(false);
  const path = `locums/${encodeURIComponent(engagement)}/passkey`;
  const make = async (): Promise<string> => {
    if (asksSecond && !isThere(second)) return t.secondFirst;
    const asked = { path: `${path}/options`, body: {}, language };
    const { options } = await askJson<LocumPasskeyReply>(asked);
    const { response } = await makePasskey(options, t);
    const body: LocumPasskeyRequest = { response, ...(isThere(second) ? { second } : {}) };
    if ("response" in second) setSecond(nobody);
    const reply = await askJson<LocumReply>({ path, body, language });
    if (reply.type !== "done") {
      setAsksSecond(true);
      setSecond(onceMore(second));
      return tell(reply);
    }
    onDone(t.locumPasskeyMade(who.name));
    return "";
  };
  return (
    <div className={styles["step"]}>
      {asksSecond && <Vouching person={who.id} value={second} onChange={setSecond} />}
      <div role="alert">{said}</div>
      {needsPasskey && <PasskeyButton onRaised={() => void run(make)} />}
      <Button variant="default" aria-disabled={busy} onClick={() => void run(make)}>
        {busy ? t.oneMoment : t.locumPasskey}
      </Button>
    </div>
  );
}
