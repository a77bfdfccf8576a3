import type { ReactNode } from "react";
import type { FeedsReply, FeedView } from "../../http/console-contract.ts";
import type { Messages } from "../messages/en.ts";
import { useNow } from "../shared/use-now.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { spanOf } from "./span.ts";
import styles from "./table.module.css";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

function State({ feed, t }: { readonly feed: FeedView; readonly t: Messages }): ReactNode {
  return (
    <span className={styles["state"]} data-stale={feed.stale}>
      {feed.stale ? t.feedStale : t.feedHeard}
    </span>
  );
}

function useColumns(): readonly TableColumn<FeedView>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const now = useNow(Date.now, 1000);
  return [
    { id: "id", title: t.feed, text: ({ id }) => id, sortable: true },
    { id: "type", title: t.feedType, text: ({ type }) => type, sortable: true },
    {
      id: "state",
      title: t.feedState,
      text: ({ stale }) => (stale ? t.feedStale : t.feedHeard),
      cell: (feed) => <State feed={feed} t={t} />,
      sortable: true,
    },
    {
      id: "heardAt",
      title: t.heard,
      text: ({ heardAt }) => timestamp(heardAt, zone, locale),
      cell: ({ heardAt }) => (
        <time dateTime={new Date(heardAt).toISOString()} title={timestamp(heardAt, zone, locale)}>
          {t.ago(spanOf(Math.max(now - heardAt, 0), t))}
        </time>
      ),
      sortBy: ({ heardAt }) => heardAt,
      sortable: true,
    },
    {
      id: "staleAfter",
      title: t.staleAfter,
      text: ({ staleAfter }) => spanOf(staleAfter, t),
      sortBy: ({ staleAfter }) => staleAfter,
      sortable: true,
    },
    { id: "wards", title: t.feedWards, text: ({ wards }) => wards.join(", ") },
  ];
}

/** Which sources are heard, and which have gone quiet (C4). */
export function FeedsPage(): ReactNode {
  const { t, locale } = useWords();
  const { query } = useAddress();
  const columns = useColumns();
  const asked = useAsked<FeedsReply>("feeds", 5000);
  const { answer } = asked;
  const feeds = answer?.feeds ?? [];
  const rows = arrange(feeds, columns, arrangementOf(query), locale);
  return (
    <>
      <TableTools name="feeds" columns={columns} rows={rows} />
      <Failed asked={asked} />
      {rows.length > 0 && (
        <DataTable caption={t.pageFeeds} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty title={t.noFeeds} hint={t.noFeedsHint} filtered={feeds.length > 0} />
      )}
    </>
  );
}
