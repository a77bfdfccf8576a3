import type { ReactNode } from "react";
import type { RecordsPage, RecordView } from "../../http/console-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import styles from "./table.module.css";
import { TextBlock } from "./text-block.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

function Content({ record }: { readonly record: RecordView }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  return (
    <>
      <dl className={styles["facts"]}>
        <dt>{t.summary}</dt>
        <dd>{record.summary}</dd>
        <dt>{t.kind}</dt>
        <dd className={styles["kind"]}>{record.kind}</dd>
        <dt>{t.time}</dt>
        <dd>{timestamp(record.at, zone, locale)}</dd>
        <dt>{t.actor}</dt>
        <dd>{record.actor}</dd>
        {record.seat !== undefined && (
          <>
            <dt>{t.atSeat}</dt>
            <dd>{record.seat}</dd>
          </>
        )}
      </dl>
      <TextBlock label={t.recordBody}>{JSON.stringify(record.body, null, 2)}</TextBlock>
    </>
  );
}

/** A record that the page before us does not hold: a link from a colleague. */
function Fetched({ position }: { readonly position: number }): ReactNode {
  const { t } = useWords();
  const { answer, error } = useAsked<RecordsPage>(`records?before=${position + 1}`);
  const record = answer?.records.find((one) => one.position === position);
  if (record !== undefined) return <Content record={record} />;
  return <p role="status">{error ?? (answer === undefined ? t.oneMoment : t.noRecords)}</p>;
}

/** One record, whole, as the address asks for it. */
export function RecordDetail({ records }: { readonly records: readonly RecordView[] }): ReactNode {
  const { t } = useWords();
  const { query, change } = useAddress();
  const open = query.get("open");
  const position = open !== null && /^\d{1,15}$/.test(open) ? Number(open) : undefined;
  if (position === undefined) return null;
  const record = records.find((one) => one.position === position);
  return (
    <Dialog
      title={t.recordDetail(position)}
      size="52rem"
      onClose={() => change({ open: undefined })}
    >
      {record === undefined ? <Fetched position={position} /> : <Content record={record} />}
    </Dialog>
  );
}
