import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AccessView, PersonReply } from "../../http/people-contract.ts";
import { sayDuties, sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import desk from "./desk.module.css";
import { EngagementCard } from "./engagement-card.tsx";
import { Failed } from "./failed.tsx";
import { Facts } from "./one-thing.tsx";
import styles from "./people.module.css";
import { peopleWords } from "./people-words.ts";
import { PersonLine } from "./person-line.tsx";
import { Registrations } from "./registrations.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

function List({ items }: { readonly items: readonly string[] }): ReactNode {
  return (
    <ul className={styles["plain"]}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

/** What is open to them now, and why: the duty they are on, where they are in, and what goes beside the rules. */
function Access({ access }: { readonly access: AccessView }): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const time = (at: number): string => dayAndTime(at, zone, locale);
  const speech = { server, locale, now: Date.now() };
  const { badges, duties, glasses, grants, live, passkeys, phones, sessions } = access;
  const where = ({ open, since, surface, where: name }: AccessView["sessions"][number]): string => {
    const place = surface === "seat" ? name : peopleWords(t).surfaces[surface];
    return open
      ? t.personSessionOpen(place, time(since))
      : t.personSessionParked(place, time(since));
  };
  const granted = ({ kind, state, until, ward }: AccessView["grants"][number]): string =>
    t.grantSaid(
      peopleWords(t).grantKinds[kind](ward),
      peopleWords(t).grantStates[state],
      until === undefined ? "" : time(until),
    );
  const facts: (readonly [string, ReactNode])[] = [
    [
      t.accessDuty,
      duties.length === 0 ? (
        t.accessOffDuty
      ) : (
        <List
          key="d"
          items={duties.map(({ said, text }) => sayDuties({ duty: text, duties: [said] }, speech))}
        />
      ),
    ],
    [
      t.accessSessions,
      sessions.length === 0 ? t.accessNowhere : <List key="s" items={sessions.map(where)} />,
    ],
  ];
  if (grants.length > 0) facts.push([t.accessGrants, <List key="g" items={grants.map(granted)} />]);
  if (glasses.length > 0) {
    const each = glasses.map((until) => t.glassSaid(time(until)));
    facts.push([t.accessGlass, <List key="b" items={each} />]);
  }
  facts.push([t.accessHolds, t.holdsSaid(badges, passkeys, phones)]);
  return (
    <section className={styles["card"]} aria-label={t.accessNow}>
      <h2>{t.accessNow}</h2>
      {live ? <Facts facts={facts} /> : <p>{t.accessNothing}</p>}
    </section>
  );
}

interface PersonPanelProps {
  readonly person: string;
  readonly onBack: () => void;
}

/** One person: why they are here, what is open to them, and what may be done about it. */
export function PersonPanel({ person, onBack }: PersonPanelProps): ReactNode {
  const { t, server } = useWords();
  const path = `people/${encodeURIComponent(person)}`;
  const asked = useAsked<PersonReply>(path);
  const [acted, setActed] = useState<PersonReply>();
  const [said, setSaid] = useState("");
  // What an act has answered is newer than what was asked before it.
  const reply = acted ?? asked.answer;
  return (
    <div className={styles["person"]}>
      <div className={styles["head"]}>
        {reply !== undefined && (
          <PersonLine who={reply.who} note={sayRole(reply.who.role, server)} />
        )}
        <Button variant="default" onClick={onBack}>
          {t.peopleBack}
        </Button>
      </div>
      <div role="status" className={desk["said"]}>
        {said}
      </div>
      <Failed asked={asked} />
      {reply !== undefined && (
        <>
          <Access access={reply.access} />
          <section className={styles["card"]} aria-label={t.registrationsTitle}>
            <h2>{t.registrationsTitle}</h2>
            <Registrations registrations={reply.registrations} />
          </section>
          <section aria-label={t.engagements}>
            <h2>{t.engagements}</h2>
            {reply.engagements.length === 0 && <p>{t.engagementsNone}</p>}
            <ul className={styles["cards"]}>
              {reply.engagements.map((engagement) => (
                <li key={engagement.id}>
                  <EngagementCard
                    who={reply.who}
                    engagement={engagement}
                    onDone={(words, next) => {
                      setSaid(words);
                      if (next !== undefined) setActed(next);
                    }}
                  />
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}
