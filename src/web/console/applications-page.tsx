import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ConsoleApplication, ConsoleApplicationsReply } from "../../http/console-contract.ts";
import type { Messages } from "../messages/en.ts";
import { useWords } from "../shared/words.tsx";
import { dayOf } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { ApplicationForm } from "./application-form.tsx";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { EndApplication } from "./end-application.tsx";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import styles from "./table.module.css";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** How far Wardkey's word reaches, in a word and in a sentence. */
function reachOf(
  kind: ConsoleApplication["kind"],
  t: Messages,
): { readonly title: string; readonly hint: string } {
  if (kind === "decides-here") return { title: t.appDecides, hint: t.appDecidesHint };
  if (kind === "signs-in-here") return { title: t.appSigns, hint: t.appSignsHint };
  return { title: t.appTold, hint: t.appToldHint };
}

function holdsOf({ live, suspended }: ConsoleApplication, t: Messages): string {
  if (live + suspended === 0) return t.appNone;
  return [t.appLive(live), ...(suspended === 0 ? [] : [t.appSuspended(suspended)])].join(", ");
}

function useColumns(
  onEnd: ((application: ConsoleApplication) => void) | undefined,
): readonly TableColumn<ConsoleApplication>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const holds = (one: ConsoleApplication): string =>
    one.until === undefined ? holdsOf(one, t) : t.appOwnUntil(dayOf(one.until, zone, locale));
  const first: readonly TableColumn<ConsoleApplication>[] = [
    { id: "title", title: t.appColumn, text: ({ name }) => name, sortable: true },
    {
      id: "kind",
      title: t.appKind,
      text: ({ kind }) => reachOf(kind, t).title,
      cell: ({ kind }) => (
        <>
          <strong>{reachOf(kind, t).title}</strong>
          <p className={styles["hint"]}>{reachOf(kind, t).hint}</p>
        </>
      ),
      sortable: true,
    },
    {
      id: "holds",
      title: t.appHolds,
      text: holds,
      sortBy: ({ live, suspended }) => live + suspended,
      sortable: true,
    },
  ];
  const last: readonly TableColumn<ConsoleApplication>[] = [
    { id: "client", title: t.appClientId, text: ({ id }) => id, sortable: true },
    {
      id: "scopes",
      title: t.appScopes,
      text: ({ gives, scopes }) => [...scopes, ...gives].join(" "),
    },
    { id: "addresses", title: t.appAddresses, text: ({ addresses }) => addresses.join(" ") },
  ];
  if (onEnd === undefined) return [...first, ...last];
  const end: TableColumn<ConsoleApplication> = {
    id: "end",
    title: t.appEnd,
    text: () => "",
    cell: (one) =>
      one.type === "application" && (
        <Button variant="default" aria-label={t.appEndOf(one.name)} onClick={() => onEnd(one)}>
          {t.appEnd}
        </Button>
      ),
  };
  return [...first, end, ...last];
}

/** What is connected, and how far Wardkey's word reaches in each; connects one and ends one. */
export function ApplicationsPage(): ReactNode {
  const { t, locale, language } = useWords();
  const { query } = useAddress();
  const asked = useAsked<ConsoleApplicationsReply>("applications", 10_000);
  const [ending, setEnding] = useState<ConsoleApplication>();
  const [connecting, setConnecting] = useState(false);
  const { busy, said, run } = useDoing();
  const { answer } = asked;
  const columns = useColumns(answer?.mayEnd === true ? setEnding : undefined);
  const all = answer?.applications ?? [];
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const end = async ({ id, name }: ConsoleApplication): Promise<void> => {
    await run(async () => {
      const path = `applications/${encodeURIComponent(id)}/end`;
      const { untold = 0 } = await askJson<ConsoleApplicationsReply>({ path, body: {}, language });
      return untold === 0 ? t.appEnded(name) : `${t.appEnded(name)} ${t.appUntold(untold)}`;
    });
    setEnding(undefined);
    asked.again();
  };
  const connected = (words: string): void => {
    setConnecting(false);
    asked.again();
    void run(async () => words);
  };
  return (
    <>
      <TableTools name="applications" columns={columns} rows={rows}>
        {answer?.mayRegister === true && (
          <Button onClick={() => setConnecting(true)}>{t.appRegister}</Button>
        )}
      </TableTools>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {rows.length > 0 && (
        <DataTable
          caption={t.pageApplications}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
        />
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty title={t.noApplications} hint={t.noApplicationsHint} filtered={all.length > 0} />
      )}
      {ending !== undefined && (
        <EndApplication
          application={ending}
          busy={busy}
          onEnd={() => void end(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
      {connecting && (
        <ApplicationForm onConnected={connected} onClose={() => setConnecting(false)} />
      )}
    </>
  );
}
