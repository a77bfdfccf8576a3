import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  EndSessionRequest,
  SessionsReply,
  SessionView,
} from "../../http/sessions-contract.ts";
import type { Messages } from "../messages/en.ts";
import { Dialog } from "../shared/dialog.tsx";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

function placeIn({ place = "", surface, ward }: SessionView, t: Messages): string {
  if (surface === "console") return t.sessionAtConsole;
  if (surface === "phone") return t.sessionOnPhone(place);
  // Screens are often called after their ward.
  return ward === undefined || place.startsWith(ward) ? place : `${ward}, ${place}`;
}

function levelIn({ level }: SessionView, t: Messages): string {
  const words = [t.sessionLevelTap, t.sessionLevelTap, t.sessionLevelPin, t.sessionLevelPasskey];
  return words[level] ?? t.sessionLevelHardware;
}

function chartIn({ chart, patient }: SessionView, t: Messages): string {
  if (patient !== undefined) return patient.name;
  return chart ? t.sessionChartOpen : t.sessionNoChart;
}

function useColumns(onEnd: (session: SessionView) => void): readonly TableColumn<SessionView>[] {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const time = (at: number): string => timestamp(at, zone, locale);
  return [
    { id: "who", title: t.sessionWho, text: ({ who }) => who.name, sortable: true },
    {
      id: "role",
      title: t.sessionRole,
      text: ({ who }) => sayRole(who.role, server),
      sortable: true,
    },
    { id: "place", title: t.sessionPlace, text: (each) => placeIn(each, t), sortable: true },
    {
      id: "state",
      title: t.sessionState,
      text: ({ parked }) => (parked ? t.sessionParked : t.sessionOpen),
      sortable: true,
    },
    {
      id: "level",
      title: t.sessionLevel,
      text: (each) => levelIn(each, t),
      sortBy: ({ level }) => level,
      sortable: true,
    },
    {
      id: "since",
      title: t.sessionSince,
      text: ({ since }) => time(since),
      sortBy: ({ since }) => since,
      sortable: true,
    },
    {
      id: "ends",
      title: t.sessionEnds,
      text: ({ ends }) => time(ends),
      sortBy: ({ ends }) => ends,
      sortable: true,
    },
    { id: "chart", title: t.sessionChart, text: (each) => chartIn(each, t), sortable: true },
    {
      id: "end",
      title: t.sessionEnd,
      text: ({ here }) => (here ? t.sessionHere : ""),
      cell: (session) =>
        session.here || !session.mayEnd ? (
          session.here && t.sessionHere
        ) : (
          <Button
            variant="default"
            aria-label={t.sessionEndOf(session.who.name, placeIn(session, t))}
            onClick={() => onEnd(session)}
          >
            {t.sessionEnd}
          </Button>
        ),
    },
  ];
}

interface EndingProps {
  readonly session: SessionView;
  readonly busy: boolean;
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

/** What ending it stops, and for whom, before it is done. */
function Ending({ session, busy, onEnd, onClose }: EndingProps): ReactNode {
  const { t } = useWords();
  const place = placeIn(session, t);
  return (
    <Dialog title={t.sessionEndTitle} size="34rem" onClose={onClose}>
      <p>{session.own ? t.sessionEndOwn(place) : t.sessionEndWhat(session.who.name, place)}</p>
      <Group>
        <Button data-autofocus aria-disabled={busy} onClick={onEnd}>
          {t.sessionEndSure}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </Group>
    </Dialog>
  );
}

/** Who is signed in where: of the hospital, or at the screens that one looks after; each is ended by who may. */
export function SessionsPage(): ReactNode {
  const { t, locale, language } = useWords();
  const { query } = useAddress();
  const contains = query.get("contains") ?? "";
  // The server looks through all of them; a page shows the latest.
  const path = contains === "" ? "sessions" : `sessions?contains=${encodeURIComponent(contains)}`;
  const asked = useAsked<SessionsReply>(path, 5_000);
  const [ending, setEnding] = useState<SessionView>();
  const columns = useColumns(setEnding);
  const { busy, said, run } = useDoing();
  const { sessions = [], total = 0 } = asked.answer ?? {};
  const rows = arrange(sessions, columns, { ...arrangementOf(query), contains: "" }, locale);
  const end = async ({ id, who }: SessionView): Promise<void> => {
    const body: EndSessionRequest = { person: who.id };
    await run(async () => {
      await askJson({ path: `sessions/${encodeURIComponent(id)}/end`, body, language });
      return t.sessionEnded(who.name);
    });
    setEnding(undefined);
    asked.again();
  };
  return (
    <>
      <TableTools name="sessions" columns={columns} rows={rows} />
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {total > sessions.length && <p role="status">{t.sessionsFirst(sessions.length, total)}</p>}
      {rows.length > 0 && (
        <DataTable
          caption={t.pageSessions}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          close
        />
      )}
      {rows.length === 0 && asked.answer !== undefined && (
        <Empty title={t.noSessions} hint={t.noSessionsHint} filtered={contains !== ""} />
      )}
      {ending !== undefined && (
        <Ending
          session={ending}
          busy={busy}
          onEnd={() => void end(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}
