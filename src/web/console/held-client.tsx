import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  AnswerHeldRequest,
  ReleaseClientRequest,
  StoppedClient,
} from "../../http/held-contract.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import styles from "./people.module.css";
import { peopleWords } from "./people-words.ts";
import { Sure } from "./sure.tsx";
import { useConsole } from "./use-console.tsx";

/** What one answer is given, and what is said of it once it is done. */
export type Answering = (
  path: string,
  body: AnswerHeldRequest | ReleaseClientRequest,
  words: string,
) => void;

/** A program that the brake stopped (L11): what it has ended, what it asks for by name, and how many of that are meant. */
export function HeldClient({
  client,
  may,
  onAnswer,
}: {
  readonly client: StoppedClient;
  readonly may: boolean;
  readonly onAnswer: Answering;
}): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { all, asked, at, ended, id, live, more, name, percent, released } = client;
  const [ends, setEnds] = useState(String(all));
  const count = asked.length + more;
  const isNumber = /^[1-9]\d{0,8}$/.test(ends);
  const path = `held/clients/${encodeURIComponent(id)}`;
  return (
    <li className={styles["card"]} aria-label={name}>
      <h3>{name}</h3>
      <p>{t.heldStopped(dayAndTime(at, zone, locale))}</p>
      <p>{t.heldClientsWhat(percent)}</p>
      <p>{t.heldEnded(ended, live)}</p>
      <p>{count === 0 ? t.heldAsksUnknown : t.heldAsks(count)}</p>
      {count > 0 && (
        <ul className={styles["plain"]}>
          {asked.map(({ engagement, type, wards, who }) => (
            <li key={engagement}>
              {[who.name, peopleWords(t).engagementTypes[type], ...wards].join(", ")}
            </li>
          ))}
          {more > 0 && <li>{t.heldMore(more)}</li>}
        </ul>
      )}
      {released !== undefined && (
        <p>{t.heldReleasedUntil(released.ends, dayAndTime(released.until, zone, locale))}</p>
      )}
      {may && (
        <div className={styles["acts"]}>
          <TextInput
            label={t.heldEnds}
            inputMode="numeric"
            value={ends}
            onChange={({ currentTarget }) => setEnds(currentTarget.value.trim())}
          />
          {isNumber && (
            <Sure
              label={t.heldRelease}
              whose={name}
              what={t.heldReleaseWhat(name, Number(ends))}
              onSure={() =>
                onAnswer(path, { ends: Number(ends) }, t.heldReleased(name, Number(ends)))
              }
            />
          )}
        </div>
      )}
    </li>
  );
}
