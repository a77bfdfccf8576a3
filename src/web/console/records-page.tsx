import { Button, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { RecordView } from "../../http/console-contract.ts";
import { Choose } from "../shared/choose.tsx";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { RecordDetail } from "./record-detail.tsx";
import styles from "./table.module.css";
import { TableTools } from "./table-tools.tsx";
import { useConsole } from "./use-console.tsx";
import { type Records, useRecords } from "./use-records.ts";

function useColumns(): readonly TableColumn<RecordView>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { change } = useAddress();
  return [
    {
      id: "position",
      title: t.position,
      text: ({ position }) => String(position),
      cell: ({ position }) => (
        <UnstyledButton
          className={styles["open"]}
          aria-label={t.recordDetail(position)}
          onClick={() => change({ open: String(position) })}
        >
          {position}
        </UnstyledButton>
      ),
    },
    { id: "at", title: t.time, text: ({ at }) => timestamp(at, zone, locale) },
    {
      id: "kind",
      title: t.kind,
      text: ({ kind }) => kind,
      cell: ({ kind }) => <span className={styles["kind"]}>{kind}</span>,
    },
    { id: "summary", title: t.summary, text: ({ summary }) => summary },
    { id: "actor", title: t.actor, text: ({ actor }) => actor },
    { id: "seat", title: t.atSeat, text: ({ seat }) => seat ?? "" },
  ];
}

function KindFilter(props: {
  readonly kind: string;
  readonly kinds: readonly string[];
}): ReactNode {
  const { t } = useWords();
  const { change } = useAddress();
  const { kind, kinds } = props;
  const offered = kind === "" || kinds.includes(kind) ? kinds : [kind, ...kinds];
  return (
    <Choose
      label={t.kind}
      labelled
      value={kind}
      choices={[
        { value: "", label: t.allKinds },
        ...offered.map((value) => ({ value, label: value })),
      ]}
      onChoose={(value) => change({ kind: value, before: undefined })}
    />
  );
}

function Paging({ records }: { readonly records: Records }): ReactNode {
  const { t } = useWords();
  const { query, change } = useAddress();
  const { asked, unseen } = records;
  const next = asked.answer?.next;
  return (
    <div className={styles["more"]}>
      {query.has("before") && (
        <Button variant="default" onClick={() => change({ before: undefined })}>
          {unseen === 0 ? t.newest : `${t.newest} (${t.newSince(unseen)})`}
        </Button>
      )}
      {next !== undefined && (
        <Button variant="default" onClick={() => change({ before: String(next) })}>
          {t.older}
        </Button>
      )}
    </div>
  );
}

/** Everything that has happened, live. */
export function RecordsPage(): ReactNode {
  const { t, locale } = useWords();
  const { query } = useAddress();
  const columns = useColumns();
  const kind = query.get("kind") ?? "";
  const contains = query.get("contains") ?? "";
  const records = useRecords(kind, query.get("before"));
  const { asked } = records;
  // The order is the log's; only what contains the text is kept.
  const arrangement = { contains, sort: undefined, descending: false };
  const rows = arrange(records.records, columns, arrangement, locale);
  const filtered = records.records.length > 0 || kind !== "";
  return (
    <>
      <TableTools name="records" columns={columns} rows={rows}>
        <KindFilter kind={kind} kinds={records.kinds} />
      </TableTools>
      <Failed asked={asked} />
      {rows.length > 0 && (
        <DataTable
          close
          caption={t.pageRecords}
          columns={columns}
          rows={rows}
          keyOf={({ position }) => position}
        />
      )}
      {rows.length === 0 && asked.answer !== undefined && (
        <Empty title={t.noRecords} hint={t.noRecordsHint} filtered={filtered} />
      )}
      <Paging records={records} />
      <RecordDetail records={records.records} />
    </>
  );
}
