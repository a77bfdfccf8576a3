import { UnstyledButton, useComputedColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import type { RehearsalsReply, TaskFigures } from "../../http/rehearsals-contract.ts";
import { Choose } from "../shared/choose.tsx";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { Facts } from "./one-thing.tsx";
import { RehearsalDetail } from "./rehearsal-detail.tsx";
import { minutesIn, secondsIn, shortId } from "./rehearsal-words.ts";
import styles from "./rehearsals.module.css";
import table from "./table.module.css";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

type Report = Extract<RehearsalsReply, { readonly type: "kept" }>["report"];

function useColumns(): readonly TableColumn<TaskFigures>[] {
  const { t, locale } = useWords();
  const { change } = useAddress();
  const count = (id: "prompts" | "deadEnds" | "unattributed", title: string) => ({
    id,
    title,
    text: (task: TaskFigures) => String(task[id]),
    sortBy: (task: TaskFigures) => task[id],
    sortable: true,
  });
  const result = ({ passed }: TaskFigures): string =>
    passed ? t.rehearsalPassed : t.rehearsalFailed;
  return [
    {
      id: "task",
      title: t.rehearsalTask,
      text: ({ task }) => task,
      cell: ({ id, task }) => (
        <UnstyledButton
          className={table["open"]}
          aria-label={t.rehearsalOpen(task)}
          onClick={() => change({ open: id })}
        >
          {task}
        </UnstyledButton>
      ),
      sortable: true,
    },
    {
      id: "result",
      title: t.rehearsalResult,
      text: result,
      cell: (task) => (
        <span className={table["state"]} data-stale={!task.passed}>
          {result(task)}
        </span>
      ),
      sortable: true,
    },
    {
      id: "friction",
      title: t.rehearsalFriction,
      text: ({ friction }) => secondsIn(friction, t, locale),
      sortBy: ({ friction }) => friction,
      sortable: true,
    },
    {
      id: "residual",
      title: t.rehearsalResidual,
      text: ({ residual }) => minutesIn(residual, t, locale),
      sortBy: ({ residual }) => residual ?? Number.POSITIVE_INFINITY,
      sortable: true,
    },
    count("prompts", t.rehearsalPrompts),
    count("deadEnds", t.rehearsalDeadEnds),
    count("unattributed", t.rehearsalUnattributed),
    {
      id: "unattended",
      title: t.rehearsalUnattended,
      text: ({ unattended }) => secondsIn(unattended, t, locale),
      sortBy: ({ unattended }) => unattended,
      sortable: true,
    },
    {
      id: "patterns",
      title: t.rehearsalPattern,
      text: ({ patterns }) => patterns.join(", "),
      sortable: true,
    },
  ];
}

/** Drawn by the server, in the ink of this page. */
function Plot({
  at,
  path,
  title,
  hint,
}: {
  readonly at: number;
  readonly path: string;
  readonly title: string;
  readonly hint: string;
}): ReactNode {
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  return (
    <figure className={styles["plot"]}>
      <figcaption>
        <strong>{title}</strong>
        <p>{hint}</p>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard. */}
      <section className={styles["picture"]} aria-label={title} tabIndex={0}>
        <img src={`/console/api/rehearsals/${path}/${scheme}?${at}`} alt={title} />
      </section>
    </figure>
  );
}

/** What was simulated and tuned besides, where it was put here with the tasks. */
function Drawings({ report }: { readonly report: Report }): ReactNode {
  const { t, locale } = useWords();
  const { at, drawings } = report;
  return drawings.map((drawing) => {
    const isDay = drawing.kind === "exposure";
    const title = isDay ? t.rehearsalExposure : t.rehearsalFrontier(drawing.pattern);
    const staff = isDay ? new Intl.NumberFormat(locale).format(drawing.staff) : "";
    const hint = isDay ? t.rehearsalExposureHint(staff, drawing.days) : t.rehearsalFrontierHint;
    const path = `drawings/${drawing.id}`;
    return <Plot key={drawing.id} at={at} path={path} title={title} hint={hint} />;
  });
}

function SpentOn({ spent }: { readonly spent: Report["spent"] }): ReactNode {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  if (spent.length === 0) return null;
  return (
    <details className={styles["spent"]}>
      <summary>{t.rehearsalSpent}</summary>
      <Facts
        facts={spent.map(({ what, cost, times }) => [
          what,
          t.rehearsalSpentTimes(secondsIn(cost, t, locale), number.format(times)),
        ])}
      />
    </details>
  );
}

function Tasks({ report }: { readonly report: Report }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { query, change } = useAddress();
  const columns = useColumns();
  const { at, policy, tasks } = report;
  const patterns = [...new Set(tasks.flatMap((task) => task.patterns))].sort();
  const pattern = patterns.find((each) => each === query.get("pattern")) ?? "";
  const all = tasks.filter((task) => pattern === "" || task.patterns.includes(pattern));
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const passed = tasks.filter((task) => task.passed).length;
  return (
    <>
      <p>
        {t.rehearsedAt(timestamp(at, zone, locale), shortId(policy))}{" "}
        <strong>{t.rehearsedPassed(passed, tasks.length)}</strong>
      </p>
      <Plot at={at} path="plot" title={t.rehearsalPlot} hint={t.rehearsalPlotHint} />
      <SpentOn spent={report.spent} />
      <Drawings report={report} />
      <TableTools name="rehearsals" columns={columns} rows={rows}>
        <Choose
          label={t.rehearsalPattern}
          labelled
          value={pattern}
          choices={[
            { value: "", label: t.rehearsalAllPatterns },
            ...patterns.map((value) => ({ value, label: value })),
          ]}
          onChoose={(value) => change({ pattern: value }, "replace")}
        />
      </TableTools>
      {rows.length > 0 && (
        <DataTable
          caption={t.pageRehearsals}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          close
        />
      )}
      {rows.length === 0 && (
        <Empty title={t.noRehearsal} hint={t.noRehearsalHint} filtered={tasks.length > 0} />
      )}
    </>
  );
}

/** What the rules cost people and leave open, by the tasks of the last rehearsal; each opens to its steps. */
export function RehearsalsPage(): ReactNode {
  const { t } = useWords();
  const { query } = useAddress();
  const asked = useAsked<RehearsalsReply>("rehearsals", 30_000);
  const { answer } = asked;
  const open = query.get("open");
  return (
    <>
      <Failed asked={asked} />
      {answer?.type === "none" && (
        <Empty title={t.noRehearsal} hint={t.noRehearsalHint} filtered={false} />
      )}
      {answer?.type === "damaged" && (
        <Empty title={t.rehearsalDamaged} hint={t.rehearsalDamagedHint} filtered={false} />
      )}
      {answer?.type === "kept" && <Tasks report={answer.report} />}
      {answer?.type === "kept" && open !== null && <RehearsalDetail task={open} />}
    </>
  );
}
