import { UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type {
  CloseIncidentRequest,
  IncidentOutcome,
  IncidentsReply,
  IncidentView,
} from "../../http/incidents-contract.ts";
import type { Messages } from "../messages/en.ts";
import { Dialog } from "../shared/dialog.tsx";
import { sayReason } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Facts, Outcomes } from "./one-thing.tsx";
import { askJson } from "./requests.ts";
import styles from "./table.module.css";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** What made it one, in words. */
const causes: Readonly<Record<IncidentView["cause"], (t: Messages) => string>> = {
  unjustified: (t) => t.incidentUnjustified,
  "after-engagement-ended": (t) => t.incidentAfterEngagement,
  "after-badge-ended": (t) => t.incidentAfterBadge,
  "after-role-ended": (t) => t.incidentAfterRole,
  "not-merged": (t) => t.incidentNotMerged,
};

/** Whose chart it is about, or to whom of the staff it was done. */
function whoseIn({ patient, whom }: IncidentView, t: Messages): string {
  return whom === undefined ? (patient?.name ?? t.reviewNoPatient) : t.reviewWhom(whom.name);
}

function useColumns(): readonly TableColumn<IncidentView>[] {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { change } = useAddress();
  return [
    {
      id: "who",
      title: t.reviewWho,
      text: ({ who }) => who.name,
      cell: ({ id, who }) => (
        <UnstyledButton className={styles["open"]} onClick={() => change({ incident: id })}>
          {who.name}
        </UnstyledButton>
      ),
    },
    {
      id: "patient",
      title: t.reviewPatient,
      text: (incident) => whoseIn(incident, t),
    },
    { id: "ward", title: t.reviewWard, text: ({ ward }) => ward ?? t.reviewNoWard },
    { id: "reason", title: t.reviewReason, text: (incident) => sayReason(incident, server) },
    { id: "at", title: t.incidentHappened, text: ({ at }) => timestamp(at, zone, locale) },
  ];
}

interface OneIncidentProps {
  readonly incident: IncidentView;
  readonly mayClose: boolean;
  readonly busy: boolean;
  readonly onClose: (outcome: IncidentOutcome) => void;
}

/** One incident: what it is about, and what it came to, each a touch. */
function OneIncident({ incident, mayClose, busy, onClose }: OneIncidentProps): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { at, cause, conflict, openedAt, ward, who } = incident;
  const said: readonly (readonly [string, string])[] = [
    [t.reviewWho, who.name],
    [t.reviewPatient, whoseIn(incident, t)],
    [t.reviewWard, ward ?? t.reviewNoWard],
    [t.reviewReason, sayReason(incident, server)],
    [t.incidentHappened, timestamp(at, zone, locale)],
    [t.incidentWhy, causes[cause](t)],
    [t.incidentOpened, timestamp(openedAt, zone, locale)],
  ];
  const outcomes: readonly (readonly [IncidentOutcome, string])[] = [
    ["dealt-with", t.incidentDealtWith],
    ["notified", t.incidentNotified],
    ["mistaken", t.incidentMistaken],
  ];
  return (
    <>
      <Facts facts={said} />
      {conflict !== undefined && (
        <p>{conflict === "of-your-manager" ? t.incidentManager : t.incidentOwn}</p>
      )}
      {conflict === undefined && mayClose && (
        <>
          <p className={styles["hint"]}>{t.incidentNotifiedHint}</p>
          <Outcomes outcomes={outcomes} busy={busy} onClose={onClose} />
        </>
      )}
    </>
  );
}

/** The incidents as they stand, and closing one of them. */
function useIncidents() {
  const { t, language } = useWords();
  const { listen } = useConsole();
  const { change } = useAddress();
  const { answer, again } = useAsked<IncidentsReply>("incidents", 15_000);
  const { busy, said, run } = useDoing();
  const [left, setLeft] = useState<IncidentsReply>();
  useEffect(() => listen(({ kind }) => kind.startsWith("incident.") && again()), [listen, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setLeft(undefined), [answer]);
  const close = ({ id, who }: IncidentView, outcome: IncidentOutcome): Promise<void> =>
    run(async () => {
      const path = `incidents/${encodeURIComponent(id)}/close`;
      const body: CloseIncidentRequest = { outcome };
      setLeft(await askJson<IncidentsReply>({ path, body, language }));
      change({ incident: undefined });
      return t.incidentClosed(who.name);
    });
  return { shown: left ?? answer, busy, said, close };
}

/** The open incidents (X13); nothing where there are none. */
export function Incidents(): ReactNode {
  const { t } = useWords();
  const { query, change } = useAddress();
  const { shown, busy, said, close } = useIncidents();
  const columns = useColumns();
  const incidents = shown?.incidents ?? [];
  const open = incidents.find(({ id }) => id === query.get("incident"));
  return (
    <>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      {incidents.length > 0 && (
        <section aria-label={t.incidents}>
          <h2>{t.incidents}</h2>
          <p>{t.incidentsHint}</p>
          <DataTable
            caption={t.incidentsOpen(incidents.length)}
            columns={columns}
            rows={incidents}
            keyOf={({ id }) => id}
          />
        </section>
      )}
      {open !== undefined && (
        <Dialog
          title={t.incidentTitle}
          size="44rem"
          onClose={() => change({ incident: undefined })}
        >
          <OneIncident
            incident={open}
            mayClose={shown?.mayClose === true}
            busy={busy}
            onClose={(outcome) => void close(open, outcome)}
          />
        </Dialog>
      )}
    </>
  );
}
