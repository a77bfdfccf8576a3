import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import type {
  BadgeLostReply,
  BadgeLostRequest,
  BadgeUnlockRequest,
  LockSeatRequest,
  WardReply,
  WardsReply,
  WatchedPerson,
  WatchedSeat,
} from "../../http/console-contract.ts";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { type Act, LendBadge } from "./lend-badge.tsx";
import { PersonLine } from "./person-line.tsx";
import { askJson } from "./requests.ts";
import { Sure } from "./sure.tsx";
import { type Asked, useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";
import styles from "./wards.module.css";

function Seat({ seat, act }: { readonly seat: WatchedSeat; readonly act: Act }): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { enrolled, id, name, occupant, parked, sensor } = seat;
  const empty = parked.length > 0 ? "locked" : "free";
  const state = occupant !== undefined ? "in" : enrolled ? empty : "none";
  const states = { in: t.seatIn, locked: t.seatLockedNow, free: t.seatFree, none: t.seatNone };
  const lock = (body: LockSeatRequest) =>
    void act(`seats/${encodeURIComponent(id)}/lock`, body, () => t.seatLocked(name));
  return (
    <li className={styles["seat"]} data-state={state} aria-label={name}>
      <div className={styles["name"]}>
        <strong>{name}</strong>
        <small>{sensor ? `${states[state]} · ${t.seatSensor}` : states[state]}</small>
      </div>
      {occupant !== undefined && (
        <>
          <PersonLine
            who={occupant.who}
            note={t.seatSince(
              sayRole(occupant.who.role, server),
              clockTime(occupant.since, zone, locale),
            )}
          />
          <Sure
            label={t.seatLock}
            whose={name}
            what={t.seatLockWhat(occupant.who.name)}
            onSure={() => lock({ session: occupant.session })}
          />
        </>
      )}
      {parked.length > 0 && (
        <small>{t.seatParked(parked.map((each) => each.name).join(", "))}</small>
      )}
    </li>
  );
}

interface PersonProps {
  readonly ward: string;
  readonly person: WatchedPerson;
  readonly mayLend: boolean;
  readonly act: Act;
}

function Person({ ward, person, mayLend, act }: PersonProps): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { badges, ending, locked, onCall, until, who } = person;
  const locks = { bedside: t.badgeLocked, console: t.badgeLockedAtConsole };
  const title = sayRole(who.role, server);
  const role =
    until === undefined
      ? title
      : (onCall === true ? t.personOnCall : t.personUntil)(title, clockTime(until, zone, locale));
  const lose = (body: BadgeLostRequest) =>
    void act(`wards/${encodeURIComponent(ward)}/badge-lost`, body, (answer) =>
      t.badgeLostDone(who.name, (answer as BadgeLostReply).badges),
    );
  const unlock = (body: BadgeUnlockRequest) =>
    void act(`wards/${encodeURIComponent(ward)}/badge-unlock`, body, () =>
      t.badgeUnlocked(who.name),
    );
  return (
    <li className={styles["person"]} aria-label={who.name}>
      <PersonLine who={who} note={locked === undefined ? role : `${role} · ${locks[locked]}`} />
      {locked !== undefined && (
        <Sure
          label={t.badgeUnlock}
          whose={who.name}
          what={t.badgeUnlockWhat(who.name)}
          onSure={() => unlock({ person: who.id })}
        />
      )}
      {badges > 0 ? (
        <Sure
          label={t.badgeLost}
          whose={who.name}
          what={t.badgeLostWhat(who.name, badges, ending.join(", "))}
          onSure={() => lose({ person: who.id })}
        />
      ) : (
        <small>{t.noBadge}</small>
      )}
      {mayLend && until !== undefined && <LendBadge ward={ward} who={who} act={act} />}
    </li>
  );
}

function useAct(asked: Asked<WardReply>): { readonly said: string; readonly act: Act } {
  const { language } = useWords();
  const { said, run } = useDoing();
  const act: Act = async (path, body, words) => {
    await run(async () => words(await askJson({ path, body, language })));
    asked.again();
  };
  return { said, act };
}

function Ward({ ward }: { readonly ward: string }): ReactNode {
  const { t } = useWords();
  const asked = useAsked<WardReply>(`wards/${encodeURIComponent(ward)}`, 3000);
  const { said, act } = useAct(asked);
  const { answer } = asked;
  return (
    <>
      <Failed asked={asked} />
      <div role="alert" className={styles["said"]}>
        {said}
      </div>
      {answer !== undefined && (
        <div className={styles["ward"]}>
          <section aria-labelledby="ward-seats">
            <h2 id="ward-seats">{t.wardSeats}</h2>
            <ul className={styles["seats"]}>
              {answer.seats.map((seat) => (
                <Seat key={seat.id} seat={seat} act={act} />
              ))}
            </ul>
          </section>
          <section aria-labelledby="ward-people">
            <h2 id="ward-people">{t.wardPeople}</h2>
            {answer.people.length === 0 && <p>{t.wardNobody}</p>}
            <ul className={styles["people"]}>
              {answer.people.map((person) => (
                <Person
                  key={person.who.id}
                  ward={ward}
                  person={person}
                  mayLend={answer.mayLend}
                  act={act}
                />
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  );
}

/** The live map of a ward: who is in at which screen, and who is on duty; locks a screen, ends a lost badge. */
export function WardsPage(): ReactNode {
  const { t } = useWords();
  const { query, change } = useAddress();
  const asked = useAsked<WardsReply>("wards");
  const wards = asked.answer?.wards ?? [];
  const ward = wards.find(({ id }) => id === query.get("ward")) ?? wards[0];
  return (
    <>
      <Failed asked={asked} />
      {wards.length > 1 && (
        <NativeSelect
          label={t.wardChoose}
          value={ward?.id ?? ""}
          onChange={(event) => change({ ward: event.currentTarget.value }, "replace")}
          data={wards.map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))}
          className={styles["choose"] ?? ""}
        />
      )}
      {ward !== undefined && <Ward key={ward.id} ward={ward.id} />}
      {ward === undefined && asked.answer !== undefined && (
        <Empty title={t.noWards} hint={t.noWardsHint} filtered={false} />
      )}
    </>
  );
}
