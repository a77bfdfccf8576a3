import type { ReactNode } from "react";
import type {
  ObservedHour,
  ObservedReply,
  ObservedReport,
} from "../../http/rehearsals-contract.ts";
import type { Messages } from "../messages/en.ts";
import { Choose } from "../shared/choose.tsx";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { shortId } from "./rehearsal-words.ts";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

/** One ward and hour, and the figure that was chosen. */
interface Row {
  readonly where: ObservedHour;
  readonly figure: ObservedHour["figures"][number] | undefined;
}

/** A figure in words; one that this screen does not know by its own name and unit. */
function sayFigure({ name, unit }: { name: string; unit: string }, t: Messages): string {
  const known: Readonly<Record<string, string>> = {
    "sign-ins": t.observedSignIns,
    proofs: t.observedProofs,
    "tap to chart": t.observedTapToChart,
    denied: t.observedDenied,
    "given up": t.observedGivenUp,
    "glass broken": t.observedGlass,
  };
  return known[name] ?? `${name}, ${unit}`;
}

function useColumns(): readonly TableColumn<Row>[] {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const signed = new Intl.NumberFormat(locale, {
    maximumSignificantDigits: 3,
    signDisplay: "exceptZero",
  });
  const column = (
    id: "observed" | "predicted" | "difference",
    title: string,
  ): TableColumn<Row> => ({
    id,
    title,
    text: ({ figure }) => {
      const value = figure?.[id] ?? undefined;
      if (value === undefined) return t.observedNone;
      return (id === "difference" ? signed : number).format(value);
    },
    sortBy: ({ figure }) => figure?.[id] ?? Number.NEGATIVE_INFINITY,
    sortable: true,
  });
  return [
    { id: "ward", title: t.observedWard, text: ({ where }) => where.ward, sortable: true },
    {
      id: "hour",
      title: t.observedHour,
      text: ({ where }) => `${String(where.hour).padStart(2, "0")}:00`,
      sortBy: ({ where }) => where.hour,
      sortable: true,
    },
    column("observed", t.observedObserved),
    column("predicted", t.observedWasPredicted),
    column("difference", t.observedDifference),
    { id: "pattern", title: t.observedPattern, text: ({ where }) => where.pattern, sortable: true },
  ];
}

function About({ report }: { readonly report: ObservedReport }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const time = (at: number): string => timestamp(at, zone, locale);
  return (
    <>
      <p>
        {t.observedOf(time(report.from), time(report.to))}{" "}
        {t.observedPredicted(time(report.at), report.days, shortId(report.policy))}
      </p>
      <p>{t.observedHint}</p>
    </>
  );
}

function Hours({ report }: { readonly report: ObservedReport }): ReactNode {
  const { t, locale } = useWords();
  const { query, change } = useAddress();
  const columns = useColumns();
  const { hours } = report;
  const wards = [...new Set(hours.map(({ ward }) => ward))];
  const figures = hours[0]?.figures ?? [];
  // A ward that is gone from the report hides nothing.
  const ward = wards.find((each) => each === query.get("ward")) ?? "";
  const name = figures.find((each) => each.name === query.get("figure"))?.name ?? figures[0]?.name;
  const all = hours
    .filter((where) => ward === "" || where.ward === ward)
    .map((where) => ({ where, figure: where.figures.find((each) => each.name === name) }));
  const rows = arrange(all, columns, arrangementOf(query), locale);
  return (
    <>
      <TableTools name="observed" columns={columns} rows={rows}>
        <Choose
          label={t.observedFigure}
          labelled
          value={name ?? ""}
          choices={figures.map((each) => ({ value: each.name, label: sayFigure(each, t) }))}
          onChoose={(value) => change({ figure: value }, "replace")}
        />
        <Choose
          label={t.observedWard}
          labelled
          value={ward}
          choices={[
            { value: "", label: t.observedAllWards },
            ...wards.map((value) => ({ value, label: value })),
          ]}
          onChoose={(value) => change({ ward: value }, "replace")}
        />
      </TableTools>
      {rows.length > 0 && (
        <DataTable
          caption={t.pageObserved}
          columns={columns}
          rows={rows}
          keyOf={({ where }) => `${where.ward} ${where.hour}`}
          close
        />
      )}
      {rows.length === 0 && <Empty title={t.noObservedHours} hint="" filtered={hours.length > 0} />}
    </>
  );
}

/** What the log tells of each ward and hour, beside what a simulation predicts of a ward with the same pattern. */
export function ObservedPage(): ReactNode {
  const { t } = useWords();
  const asked = useAsked<ObservedReply>("observed", 30_000);
  const { answer } = asked;
  return (
    <>
      <Failed asked={asked} />
      {answer?.type === "none" && (
        <Empty title={t.noObserved} hint={t.noObservedHint} filtered={false} />
      )}
      {answer?.type === "damaged" && (
        <Empty title={t.rehearsalDamaged} hint={t.rehearsalDamagedHint} filtered={false} />
      )}
      {answer?.type === "kept" && (
        <>
          <About report={answer.report} />
          <Hours report={answer.report} />
        </>
      )}
    </>
  );
}
