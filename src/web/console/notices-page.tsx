import type { ReactNode } from "react";
import type { NoticesReply, NoticeView } from "../../http/notices-contract.ts";
import type { Messages } from "../messages/en.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

/** What happened, in words; a kind that this screen does not know by its own name. */
function sayKind(kind: string, t: Messages): string {
  const known: Readonly<Record<string, string>> = {
    "glass.broken": t.noticeGlassBroken,
    "glass.renewed": t.noticeGlassRenewed,
    "emergency.joined": t.noticeEmergencyJoined,
    "review.opened": t.noticeReviewOpened,
    "review.reminded": t.noticeReviewSoon,
    "review.overdue": t.noticeReviewOverdue,
    "review.escalated": t.noticeReviewEscalated,
    "incident.opened": t.noticeIncident,
  };
  return known[kind] ?? kind;
}

function useColumns(): readonly TableColumn<NoticeView>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  return [
    { id: "what", title: t.noticeWhat, text: ({ kind }) => sayKind(kind, t), sortable: true },
    { id: "to", title: t.noticeTo, text: ({ to }) => to, sortable: true },
    { id: "why", title: t.noticeWhy, text: ({ why }) => why, sortable: true },
    {
      id: "next",
      title: t.noticeNext,
      text: ({ next }) => (next === undefined ? t.noticeOver : timestamp(next, zone, locale)),
      sortBy: ({ next = Number.POSITIVE_INFINITY }) => next,
      sortable: true,
    },
    {
      id: "at",
      title: t.time,
      text: ({ at }) => timestamp(at, zone, locale),
      sortBy: ({ at }) => at,
      sortable: true,
    },
    {
      id: "by",
      title: t.noticeBy,
      text: ({ target }) => (target === "mail" ? t.noticeByMail : t.noticeByWebhook),
      sortable: true,
    },
    {
      id: "tries",
      title: t.noticeTries,
      text: ({ tries }) => String(tries),
      sortBy: ({ tries }) => tries,
      sortable: true,
    },
  ];
}

/** What was to be told by mail and webhook, and did not arrive (X12). */
export function NoticesPage(): ReactNode {
  const { t, locale } = useWords();
  const { query } = useAddress();
  const columns = useColumns();
  const asked = useAsked<NoticesReply>("notices", 5_000);
  const { answer } = asked;
  const failing = answer?.failing ?? [];
  const rows = arrange(failing, columns, arrangementOf(query), locale);
  const isSetUp = (answer?.targets.length ?? 0) > 0;
  return (
    <>
      <TableTools name="notices" columns={columns} rows={rows} />
      <Failed asked={asked} />
      {answer !== undefined && answer.waiting > 0 && <p>{t.noticesWaiting(answer.waiting)}</p>}
      {rows.length > 0 && (
        <DataTable caption={t.pageNotices} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty
          title={isSetUp ? t.noNotices : t.noTargets}
          hint={isSetUp ? t.noNoticesHint : t.noTargetsHint}
          filtered={failing.length > 0}
        />
      )}
    </>
  );
}
