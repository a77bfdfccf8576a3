import { Button } from "@mantine/core";
import { type MouseEvent, type ReactNode, useState } from "react";
import type { ConsoleWorkloadsReply, WorkloadView } from "../../http/workloads-contract.ts";
import { useWords } from "../shared/words.tsx";
import { dayOf } from "../shared/zoned.ts";
import { changed, useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { type StopTarget, StopWorkloads } from "./stop-workloads.tsx";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { WorkloadFindings } from "./workload-findings.tsx";
import { WorkloadGraph } from "./workload-graph.tsx";
import { WorkloadPanel } from "./workload-panel.tsx";
import { stateOf } from "./workload-words.ts";
import styles from "./workloads.module.css";

const views = ["inventory", "findings", "graph"] as const;
type View = (typeof views)[number];

/** A workload's name as a link to its page. */
function NameLink({ id, name }: Pick<WorkloadView, "id" | "name">): ReactNode {
  const { change, search } = useAddress();
  const open = { workload: id, contains: undefined, sort: undefined, order: undefined };
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    change(open);
  };
  return (
    <a className={styles["name"]} href={changed(search, open)} onClick={follow}>
      {name}
    </a>
  );
}

function useColumns({
  findings = [],
}: Partial<ConsoleWorkloadsReply>): readonly TableColumn<WorkloadView>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const day = (at: number | undefined) =>
    at === undefined ? t.wlNeverUsed : dayOf(at, zone, locale);
  const count = (id: string) =>
    findings.filter(({ accepted, workload }) => workload === id && accepted === undefined).length;
  const kinds = ({ credentials }: WorkloadView) =>
    [
      ...new Set(
        credentials
          .filter(({ state }) => state === "live" || state === "leaving")
          .map(({ kind }) => t.wlKindSaid(kind)),
      ),
    ].join(", ");
  return [
    {
      id: "title",
      title: t.wlName,
      text: ({ id, name }) => `${name} (${id})`,
      cell: (one) => <NameLink id={one.id} name={one.name} />,
      sortable: true,
    },
    { id: "state", title: t.wlState, text: (one) => stateOf(one, t), sortable: true },
    {
      id: "findings",
      title: t.wlFindings,
      text: ({ id }) => String(count(id)),
      sortBy: ({ id }) => count(id),
      sortable: true,
    },
    {
      id: "owner",
      title: t.wlOwner,
      text: ({ ownerName = t.wlNobody }) => ownerName,
      sortable: true,
    },
    { id: "vendor", title: t.wlVendor, text: ({ vendor = t.wlUnsaid }) => vendor, sortable: true },
    {
      id: "environment",
      title: t.wlEnvironment,
      text: ({ environment = t.wlUnsaid }) => environment,
      sortable: true,
    },
    { id: "credentials", title: t.wlCredentials, text: kinds },
    {
      id: "used",
      title: t.wlUsed,
      text: ({ usedAt }) => day(usedAt),
      sortBy: ({ usedAt = 0 }) => usedAt,
      sortable: true,
    },
    {
      id: "until",
      title: t.wlUntil,
      text: ({ until }) => day(until),
      sortBy: ({ until }) => until,
      sortable: true,
    },
    { id: "summary", title: t.wlPurpose, text: ({ purpose }) => purpose },
  ];
}

/** How much is known, and how well. */
function Figures({ findings, visibility }: ConsoleWorkloadsReply): ReactNode {
  const { t } = useWords();
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const serious = open.filter(({ severity }) => severity === "critical" || severity === "high");
  return (
    <section className={styles["figures"]} aria-label={t.wlFindings}>
      <p>
        <strong>{t.wlKnown(visibility.workloads)}</strong>
        <span>{t.wlWhole(visibility.whole, visibility.workloads)}</span>
      </p>
      <p>
        <strong>{t.wlOpenFindings(open.length)}</strong>
        <span>{t.wlWorst(serious.length)}</span>
      </p>
      <p className={styles["hint"]}>{t.wlVisibilityHint}</p>
    </section>
  );
}

/** What runs, who answers for it, and what is wrong with it; one workload where the address names it. */
export function WorkloadsPage(): ReactNode {
  const { query } = useAddress();
  const chosen = query.get("workload");
  return chosen === null ? <AllWorkloads /> : <WorkloadPanel key={chosen} id={chosen} />;
}

function AllWorkloads(): ReactNode {
  const { t, locale } = useWords();
  const { change, query } = useAddress();
  const asked = useAsked<ConsoleWorkloadsReply>("workloads", 15_000);
  const [stopping, setStopping] = useState<StopTarget>();
  const { answer } = asked;
  const columns = useColumns(answer ?? {});
  const all = answer?.workloads ?? [];
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const view: View = views.find((one) => one === query.get("view")) ?? "inventory";
  const names = { inventory: t.wlInventory, findings: t.wlFindings, graph: t.wlGraph };
  const vendor = query.get("contains") ?? "";
  const isVendor = vendor !== "" && all.some((one) => one.vendor === vendor);
  return (
    <>
      {answer !== undefined && <Figures {...answer} />}
      <fieldset className={styles["views"]} aria-label={t.wlViews}>
        {views.map((each) => (
          <Button
            key={each}
            variant={each === view ? "filled" : "default"}
            aria-pressed={each === view}
            onClick={() => change({ view: each === "inventory" ? undefined : each }, "replace")}
          >
            {names[each]}
          </Button>
        ))}
      </fieldset>
      <Failed asked={asked} />
      {view === "findings" && answer !== undefined && (
        <WorkloadFindings {...answer} again={asked.again} />
      )}
      {view !== "findings" && (
        <TableTools name="workloads" columns={columns} rows={rows}>
          {isVendor && answer?.mayStop === true && (
            <Button variant="default" onClick={() => setStopping({ type: "vendor", vendor })}>
              {t.wlStopVendor(vendor)}
            </Button>
          )}
        </TableTools>
      )}
      {view === "graph" && answer !== undefined && (
        <WorkloadGraph workloads={rows} dependants={answer.dependants} />
      )}
      {view === "inventory" && rows.length > 0 && (
        <DataTable
          caption={t.pageWorkloads}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          close
        />
      )}
      {view === "inventory" && rows.length === 0 && answer !== undefined && (
        <Empty title={t.noWorkloads} hint={t.noWorkloadsHint} filtered={all.length > 0} />
      )}
      {stopping !== undefined && (
        <StopWorkloads
          target={stopping}
          onStopped={asked.again}
          onClose={() => setStopping(undefined)}
        />
      )}
    </>
  );
}
