import { type ReactNode, useState } from "react";
import type { HeldReply, HeldRoleView } from "../../http/held-contract.ts";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime, dayOf } from "../shared/zoned.ts";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { type Answering, HeldClient } from "./held-client.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import styles from "./people.module.css";
import { askJson } from "./requests.ts";
import { Sure } from "./sure.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** A role that a file asks for: whose, where and for how long, and the two answers. */
function HeldRole({
  held,
  may,
  onAnswer,
}: {
  readonly held: HeldRoleView;
  readonly may: boolean;
  readonly onAnswer: Answering;
}): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { at, from, id, known, name, number, to, ward } = held;
  const role = t.heldRole(sayRole(held.role, server), ward);
  const day = (when: number | undefined): string =>
    when === undefined ? "" : dayOf(when, zone, locale);
  const term = t.heldTerm(day(from), day(to === undefined ? undefined : to - 1));
  const path = `held/roles/${encodeURIComponent(id)}`;
  return (
    <li className={styles["card"]} aria-label={name}>
      <h3>{name}</h3>
      <p>{known ? t.heldKnown(number) : t.heldNew(number)}</p>
      <p>{[role, term].filter((part) => part !== "").join(", ")}</p>
      <p>{t.heldAsked(dayAndTime(at, zone, locale))}</p>
      {may && (
        <div className={styles["acts"]}>
          <Sure
            label={t.heldGive}
            whose={name}
            what={t.heldGiveWhat(name, role)}
            onSure={() => onAnswer(path, { outcome: "given" }, t.heldGiven(name))}
          />
          <Sure
            label={t.heldDismiss}
            whose={name}
            what={t.heldDismissWhat(name)}
            onSure={() => onAnswer(path, { outcome: "dismissed" }, t.heldDismissed(name))}
          />
        </div>
      )}
    </li>
  );
}

function Waiting({
  reply: { clients, may, roles },
  onAnswer,
}: {
  readonly reply: HeldReply;
  readonly onAnswer: Answering;
}): ReactNode {
  const { t } = useWords();
  return (
    <>
      {!may && <p>{t.heldNotYours}</p>}
      {roles.length > 0 && (
        <section aria-label={t.heldRoles}>
          <h2>{t.heldRoles}</h2>
          <p>{t.heldRolesWhat}</p>
          <ul className={styles["cards"]}>
            {roles.map((held) => (
              <HeldRole key={held.id} held={held} may={may} onAnswer={onAnswer} />
            ))}
          </ul>
        </section>
      )}
      {clients.length > 0 && (
        <section aria-label={t.heldClients}>
          <h2>{t.heldClients}</h2>
          <ul className={styles["cards"]}>
            {clients.map((client) => (
              <HeldClient
                key={`${client.id} ${client.all}`}
                client={client}
                may={may}
                onAnswer={onAnswer}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What waits for a person: privileged roles of HR's file, and programs that would have ended too many. */
export function HeldPage(): ReactNode {
  const { t, language } = useWords();
  const asked = useAsked<HeldReply>("held", 10_000);
  const { said, needsPasskey, run } = useDoing();
  const [done, setDone] = useState("");
  const [last, setLast] = useState<Parameters<Answering>>();
  const { answer: reply } = asked;
  const answer: Answering = (path, body, words) => {
    setLast([path, body, words]);
    setDone("");
    void run(async () => {
      await askJson<HeldReply>({ path, body, language });
      setDone(words);
      asked.again();
      return "";
    });
  };
  return (
    <div className={styles["person"]}>
      <Failed asked={asked} />
      <div role="status">{done}</div>
      <div role="alert">{said}</div>
      {needsPasskey && last !== undefined && <PasskeyButton onRaised={() => answer(...last)} />}
      {reply !== undefined && reply.roles.length + reply.clients.length === 0 && (
        <Empty title={t.heldNone} hint={t.heldNoneHint} filtered={false} />
      )}
      {reply !== undefined && reply.roles.length + reply.clients.length > 0 && (
        <Waiting reply={reply} onAnswer={answer} />
      )}
    </div>
  );
}
