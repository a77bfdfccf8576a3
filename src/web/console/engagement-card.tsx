import type { ReactNode } from "react";
import type { PersonView } from "../../http/contract.ts";
import type { EngagementView, PersonReply, RoleView } from "../../http/people-contract.ts";
import type { Messages } from "../messages/en.ts";
import { own, sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime, dayOf } from "../shared/zoned.ts";
import { AskPassport } from "./ask-passport.tsx";
import desk from "./desk.module.css";
import { EngagementActs } from "./engagement-acts.tsx";
import { GivePassport } from "./give-passport.tsx";
import { Facts } from "./one-thing.tsx";
import styles from "./people.module.css";
import { peopleWords } from "./people-words.ts";
import { useConsole } from "./use-console.tsx";

export interface EngagementCardProps {
  readonly who: PersonView;
  readonly engagement: EngagementView;
  /** What was done, in words, and how the person stands after it where that has changed. */
  readonly onDone: (words: string, next?: PersonReply) => void;
}

/** A role and, when asked for, each thing that it lets them do. */
function Role({ role, ended }: { readonly role: RoleView; readonly ended: boolean }): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const title = ({ name, title: english }: RoleView["actions"][number]): string =>
    (server === undefined ? undefined : own(server.actions, name)) ?? english;
  const called = sayRole(role.title, server);
  return (
    <li>
      <span>
        {ended
          ? t.roleHad(called, role.ward)
          : t.roleSaid(called, role.ward, dayOf(role.to - 1, zone, locale))}
      </span>
      {!ended && (
        <details>
          <summary>{t.roleActions(role.actions.length)}</summary>
          <ul className={styles["actions"]}>
            {role.actions.map((action) => (
              <li key={action.name}>{title(action)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function useFacts(engagement: EngagementView): readonly (readonly [string, ReactNode])[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { agency, ended, exempt, from, manager, proof, roles, sponsor, suspended, to } = engagement;
  const day = (at: number): string => dayOf(at, zone, locale);
  const facts: (readonly [string, ReactNode])[] = [
    [t.engagementFrom, day(from)],
    // An end is the instant after the last day.
    [t.engagementTo, ended === undefined ? day(to - 1) : endedSaid(t, ended, zone, locale)],
  ];
  if (suspended !== undefined) {
    const why = codeIn(peopleWords(t).suspendReasons, suspended.reason);
    const since = t.suspendedSaid(dayAndTime(suspended.at, zone, locale), why);
    facts.push([peopleWords(t).engagementStates.suspended, since]);
  }
  if (exempt !== undefined) facts.push([t.exemptTitle, t.exemptSaid(day(exempt - 1))]);
  if (sponsor !== undefined) facts.push([t.engagementSponsor, sponsor.name]);
  if (manager !== undefined) facts.push([t.engagementManager, manager.name]);
  if (agency !== undefined) facts.push([t.engagementAgency, agency]);
  if (proof !== undefined) {
    const { by, issuer, level, method, until } = proof;
    const issued = issuer === undefined ? "" : ` (${t.proofIssuer(issuer)})`;
    const words = t.proofSaid(
      `${peopleWords(t).proofMethods[method]}${issued}, ${t.proofLevel(level)}`,
      by,
      day(until - 1),
    );
    facts.push([t.engagementProof, <ProofSaid key="proof" proof={proof} words={words} />]);
  }
  const held = (
    <ul className={styles["plain"]}>
      {roles.map((role) => (
        <Role key={role.id} role={role} ended={ended !== undefined} />
      ))}
    </ul>
  );
  facts.push([t.roles, roles.length === 0 ? t.roleNone : held]);
  return facts;
}

/** The evidence, and that it counts no more or is not known to. */
function ProofSaid({
  proof: { lost, unsureSince },
  words,
}: {
  readonly proof: NonNullable<EngagementView["proof"]>;
  readonly words: string;
}): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const time = (at: number): string => dayAndTime(at, zone, locale);
  return (
    <>
      {words}
      {lost !== undefined && (
        <p className={desk["said"]}>
          {t.proofLostSaid(time(lost.at), peopleWords(t).proofLost[lost.why])}
        </p>
      )}
      {unsureSince !== undefined && (
        <p className={desk["said"]}>{t.proofUnsureSaid(time(unsureSince))}</p>
      )}
    </>
  );
}

function endedSaid(
  t: Messages,
  { at, by, reason }: NonNullable<EngagementView["ended"]>,
  zone: string,
  locale: string,
): string {
  return t.endedSaid(dayAndTime(at, zone, locale), codeIn(peopleWords(t).endReasons, reason), by);
}

/** A code in words; one that is none of ours, as a file's own, is shown as it is. */
function codeIn(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

function pathOf(who: PersonView, engagement: EngagementView): string {
  return `people/${encodeURIComponent(who.id)}/engagements/${encodeURIComponent(engagement.id)}`;
}

/** One engagement: what it is, what it gives and why, and what may be done about it. */
export function EngagementCard({ engagement, onDone, who }: EngagementCardProps): ReactNode {
  const { t } = useWords();
  const facts = useFacts(engagement);
  const { state, type } = engagement;
  return (
    <article className={styles["card"]} data-state={state}>
      <h3>
        {peopleWords(t).engagementTypes[type]} · {peopleWords(t).engagementStates[state]}
      </h3>
      <Facts facts={facts} />
      {engagement.may.proof && (
        <AskPassport who={who} path={pathOf(who, engagement)} onDone={onDone} />
      )}
      {engagement.may.passport && <GivePassport who={who} path={pathOf(who, engagement)} />}
      <EngagementActs who={who} engagement={engagement} onDone={onDone} />
    </article>
  );
}
