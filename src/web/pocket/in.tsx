import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PatientView, RemedyView } from "../../http/contract.ts";
import type { PhoneState } from "../../http/pocket-contract.ts";
import { FindPatient } from "../bedside/signed-in/find-patient.tsx";
import { RefusalPanel } from "../bedside/signed-in/refusal-panel.tsx";
import { Icon } from "../shared/icon.tsx";
import { Initials } from "../shared/initials.tsx";
import { sayRefusal } from "../shared/say-refusal.ts";
import { sayDuties, sayEach, sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { ChartOnPhone, Patient } from "./chart-on-phone.tsx";
import { DeclareOnPhone, EmergencyOnPhone } from "./emergency-on-phone.tsx";
import type { GlassRemedy } from "./exceptional.ts";
import { GlassOnPhone } from "./glass-on-phone.tsx";
import { CoverOnPhone, OwnGrants, WaitingOnPhone } from "./grants-on-phone.tsx";
import { Patients } from "./patients.tsx";
import { PhoneMenu } from "./phone-menu.tsx";
import styles from "./pocket.module.css";
import { RosterOnPhone } from "./roster.tsx";
import type { Phone } from "./use-phone.ts";

export type StateIn = Extract<PhoneState, { readonly type: "in" }>;

interface InProps {
  readonly phone: Phone;
  readonly state: StateIn;
  readonly now: () => number;
}

/** Where the phone is, and what that means for what opens on it (C8). */
function Place({ state, now }: Pick<InProps, "state" | "now">): ReactNode {
  const { t, server, locale } = useWords();
  const { phone, site, near, duty } = state;
  const speech = { server, locale, now: now() };
  const stale = sayEach(state.stale, state.staleSaid, (words) => words.answers, speech);
  return (
    <section className={styles["place"]} aria-label={t.phoneState}>
      <p className={styles["where"]}>
        <span>{site === undefined ? t.pocketAway : t.pocketAt(site, near)}</span>
        <span>{duty === "" ? t.pocketOffDuty : sayDuties(state, speech)}</span>
      </p>
      {!phone.managed && (
        <p className={styles["note"]}>
          <strong>{t.pocketUnmanaged}</strong> {t.pocketUnmanagedHint(phone.id)}
        </p>
      )}
      {phone.managed && duty === "" && <p className={styles["note"]}>{t.pocketOffDutyHint}</p>}
      {phone.managed && duty !== "" && site === undefined && (
        <p className={styles["note"]}>{t.pocketAwayHint}</p>
      )}
      {stale.map((text) => (
        <p key={text} className={styles["note"]}>
          {text}
        </p>
      ))}
    </section>
  );
}

/** My patients now, those I am on call for, and the way to any other. */
function Home({ phone, state, now }: InProps): ReactNode {
  const { t, tell } = useWords();
  const { busy, find, open } = phone;
  const mayList = state.phone.managed && state.duty !== "";
  return (
    <>
      <Place state={state} now={now} />
      {state.notice !== undefined && (
        <p role="status" className={styles["said"]}>
          <strong>{t.noticeTitle}</strong>{" "}
          {tell({ message: state.notice, said: state.noticeSaid ?? [] })}
        </p>
      )}
      <RosterOnPhone phone={phone} state={state} />
      <WaitingOnPhone phone={phone} grants={state.grants.waiting} zone={state.zone} />
      <OwnGrants phone={phone} grants={state.grants.own} zone={state.zone} />
      {mayList && (
        <>
          <Patients
            title={t.pocketMine}
            patients={state.patients}
            zone={state.zone}
            onOpen={open}
          />
          {state.onCall.length > 0 && (
            <Patients
              title={t.pocketOnCall}
              patients={state.onCall}
              zone={state.zone}
              onOpen={open}
            />
          )}
          <div className={styles["find"]}>
            <FindPatient busy={busy} onFind={find} />
          </div>
        </>
      )}
    </>
  );
}

/** A witness is asked for at a seat, and a chart is signed in there; a shift is started anywhere (L9). */
function isForPhones({ type }: RemedyView): boolean {
  return ["step-up", "start-shift", "request-cover", "start-cover", "break-glass"].includes(type);
}

/** Why, first; who responds to an emergency needs no reason (X11). */
function toBreak(
  phone: Phone,
  { declared }: StateIn,
  patient: PatientView | undefined,
  way: GlassRemedy,
): void {
  if (patient === undefined) return;
  if (declared.some(({ task }) => task !== undefined)) phone.breakGlass(patient);
  else phone.askWhy(patient, way);
}

function Work({ phone, state, now }: InProps): ReactNode {
  const { t, server, locale } = useWords();
  const { aside, back, open, openByPasskey } = phone;
  const { zone, chart } = state;
  if (aside?.type === "refused") {
    const { patient } = aside;
    const refusal = sayRefusal(aside.refusal, { server, locale, now: now() });
    return (
      <>
        {patient !== undefined && <Patient patient={patient} zone={zone} now={now} />}
        <RefusalPanel
          {...refusal}
          remedies={refusal.remedies.filter(isForPhones)}
          backLabel={t.backToPatients}
          onRemedy={(way) => {
            if (way.type === "start-shift") phone.startShift({ ward: way.ward, role: way.role });
            else if (way.type === "request-cover") phone.cover(way);
            else if (way.type === "start-cover") phone.begin({ grant: way.grant });
            else if (way.type === "break-glass") toBreak(phone, state, patient, way);
            else if (patient !== undefined) openByPasskey(patient.id);
          }}
          onBack={back}
        />
      </>
    );
  }
  if (aside?.type === "glass") {
    return (
      <>
        <Patient patient={aside.patient} zone={zone} now={now} />
        <GlassOnPhone phone={phone} aside={aside} />
      </>
    );
  }
  if (aside?.type === "cover") return <CoverOnPhone phone={phone} aside={aside} />;
  if (aside?.type === "found") {
    const { patient } = aside;
    return (
      <>
        <Patient patient={patient} zone={zone} now={now} />
        <div className={styles["ways"]}>
          <Button size="lg" rightSection={<Icon name="forward" />} onClick={() => open(patient.id)}>
            {t.openChart}
          </Button>
          <Button size="lg" variant="default" leftSection={<Icon name="back" />} onClick={back}>
            {t.backToPatients}
          </Button>
        </div>
      </>
    );
  }
  if (aside?.type === "several") {
    const chosen = (id: string): void => {
      const patient = aside.patients.find((each) => each.id === id);
      if (patient !== undefined) phone.choose(patient);
    };
    const { more, patients } = aside;
    return (
      <>
        <Patients
          title={t.severalTitle(patients.length)}
          patients={patients}
          zone={zone}
          onOpen={chosen}
        />
        {more && <p className={styles["note"]}>{t.severalMore}</p>}
        <div className={styles["ways"]}>
          <Button size="lg" variant="default" leftSection={<Icon name="back" />} onClick={back}>
            {t.backToPatients}
          </Button>
        </div>
      </>
    );
  }
  if (chart !== undefined) return <OpenChart phone={phone} state={state} now={now} chart={chart} />;
  return <Home phone={phone} state={state} now={now} />;
}

/** The open chart; above it those of their requests that can be begun or asked more time for now, without a way around by the list. */
function OpenChart({
  phone,
  state,
  now,
  chart,
}: InProps & { readonly chart: NonNullable<StateIn["chart"]> }): ReactNode {
  const { zone, grants } = state;
  const pressing = grants.own.filter(({ extend, mayStart }) => mayStart || extend !== undefined);
  return (
    <>
      <OwnGrants phone={phone} grants={pressing} zone={zone} />
      <ChartOnPhone phone={phone} chart={chart} zone={zone} now={now} onClose={phone.back} />
    </>
  );
}

/** Whoever is in: who that is, what they came for, and the way out. */
export function In({ phone, state, now }: InProps): ReactNode {
  const { t, server } = useWords();
  const [menu, setMenu] = useState(false);
  const { who } = state;
  return (
    <div className={styles["in"]}>
      <header className={styles["head"]}>
        <Initials initials={who.initials} />
        <span className={styles["who"]}>
          <strong>{who.name}</strong>
          <span>{sayRole(who.role, server)}</span>
        </span>
        <DeclareOnPhone phone={phone} choices={state.declare} />
        <Button
          variant="default"
          aria-label={t.moreTitle}
          className={styles["menu"]}
          onClick={() => setMenu(true)}
        >
          <Icon name="more" />
        </Button>
      </header>
      {phone.offline && (
        <p role="status" className={styles["offline"]}>
          <Icon name="offline" size={1.1} /> {t.pocketOffline}
        </p>
      )}
      <main className={styles["work"]} aria-busy={phone.busy}>
        <h1 className={styles["unsaid"]}>{t.pocketTitle}</h1>
        <div role="alert" className={styles["said"]}>
          {phone.said}
        </div>
        {state.declared.map((emergency) => (
          <EmergencyOnPhone
            key={emergency.id}
            phone={phone}
            emergency={emergency}
            state={state}
            now={now}
          />
        ))}
        <Work phone={phone} state={state} now={now} />
      </main>
      {menu && <PhoneMenu phone={phone} state={state} onClose={() => setMenu(false)} />}
    </div>
  );
}
