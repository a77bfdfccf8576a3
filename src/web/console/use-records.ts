import { useEffect, useState } from "react";
import type { RecordsPage, RecordView } from "../../http/console-contract.ts";
import { type Asked, useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

/** A page of records, and what has come since. */
export interface Records {
  readonly asked: Asked<RecordsPage>;
  readonly records: readonly RecordView[];
  /** Records that have come and stand on a newer page than this. */
  readonly unseen: number;
  readonly kinds: readonly string[];
}

/** Live records in front of the first page are cut there: the rest is a page away. */
const most = 500;

function pathOf(kind: string, before: string | null): string {
  const query = new URLSearchParams();
  if (before !== null) query.set("before", before);
  if (kind !== "") query.set("kind", kind);
  return query.size === 0 ? "records" : `records?${query}`;
}

/** Records of one kind, or of all when it is empty, newest first and live on the first page. */
export function useRecords(kind: string, before: string | null): Records {
  const path = pathOf(kind, before);
  const asked = useAsked<RecordsPage>(path);
  const { again } = asked;
  const { listen, live } = useConsole();
  const [fresh, setFresh] = useState<readonly RecordView[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page or kind begins anew.
  useEffect(() => setFresh([]), [path]);
  useEffect(() => {
    // What was appended before the stream spoke, at first or after a loss, is on a page only.
    if (live === true) again();
  }, [live, again]);
  useEffect(
    () =>
      listen((record) => {
        if (kind === "" || record.kind === kind) setFresh((old) => [record, ...old].slice(0, most));
      }),
    [listen, kind],
  );
  const page = asked.answer?.records ?? [];
  const newest = page[0]?.position ?? -1;
  const since = fresh.filter(({ position }) => position > newest);
  const records = before === null ? [...since, ...page] : page;
  const kinds =
    asked.answer?.kinds ?? [...new Set(records.map((record) => record.kind))].toSorted();
  return { asked, records, unseen: before === null ? 0 : fresh.length, kinds };
}
