import type { ReactNode } from "react";
import type { RegistrationView } from "../../http/people-contract.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime, dayOf } from "../shared/zoned.ts";
import styles from "./people.module.css";
import { registrationStates } from "./people-words.ts";
import { useConsole } from "./use-console.tsx";

/** Professional registrations: the number, how it stands and who said so when, and what ends with it when. */
export function Registrations({
  registrations,
}: {
  readonly registrations: readonly RegistrationView[];
}): ReactNode {
  const { t } = useWords();
  if (registrations.length === 0) return <p>{t.registrationsNone}</p>;
  return (
    <ul className={styles["plain"]} aria-label={t.registrationsTitle}>
      {registrations.map((registration) => (
        <li key={registration.register}>
          <OneRegistration registration={registration} />
        </li>
      ))}
    </ul>
  );
}

function OneRegistration({ registration }: { readonly registration: RegistrationView }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { asked, lapsed, lookedAt, number, register, silentSince, state } = registration;
  const time = (at: number): string => dayAndTime(at, zone, locale);
  const unlooked = asked ? t.registrationNotLooked : t.registrationByDate;
  return (
    <>
      {t.registrationSaid(
        register.toUpperCase(),
        number ?? t.registrationErased,
        registrationStates(t)[state],
      )}
      <p>{lookedAt === undefined ? unlooked : t.registrationLooked(time(lookedAt))}</p>
      {silentSince !== undefined && <p>{t.registrationSilent(time(silentSince))}</p>}
      <p>
        {lapsed === undefined
          ? t.registrationLapses(dayOf(registration.until - 1, zone, locale))
          : t.registrationLapsed(time(lapsed.at), time(lapsed.effect))}
      </p>
    </>
  );
}
