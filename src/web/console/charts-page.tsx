import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type {
  ArrivalView,
  ChartsReply,
  MarkChartRequest,
  MarkedView,
  MarkName,
  MergeChartsRequest,
  MergeView,
} from "../../http/charts-contract.ts";
import type { PatientView } from "../../http/contract.ts";
import type { Messages } from "../messages/en.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

type Act = (path: string, body: object) => void;

const marks: readonly MarkName[] = ["sealed", "vip", "colleague"];

function sayMark(mark: MarkName, t: Messages): string {
  if (mark === "vip") return t.chartVip;
  return mark === "sealed" ? t.chartSealed : t.chartColleague;
}

function sayPatient({ name, number }: PatientView): string {
  return number === "" ? name : `${name} (${number})`;
}

function Marked({
  rows,
  act,
}: {
  readonly rows: readonly MarkedView[];
  readonly act: Act;
}): ReactNode {
  const { t } = useWords();
  const why = ({ marks: said, person }: MarkedView): string =>
    [
      ...said.map(({ mark }) => sayMark(mark, t)),
      ...(person === undefined ? [] : [t.chartOwnOf(person.name)]),
    ].join(", ");
  const columns: readonly TableColumn<MarkedView>[] = [
    { id: "patient", title: t.chartPrior, text: ({ patient }) => sayPatient(patient) },
    { id: "why", title: t.chartMark, text: why },
    {
      id: "by",
      title: t.chartBy,
      text: ({ marks: said }) => [...new Set(said.flatMap(({ sources }) => sources))].join(", "),
    },
    {
      id: "lift",
      title: t.chartLift,
      text: ({ patient }) => patient.id,
      cell: ({ marks: said, patient }) => (
        <Group gap="xs">
          {said.map(({ mark }) => (
            <Button
              key={mark}
              variant="default"
              aria-label={t.chartLiftOf(sayMark(mark, t), patient.name)}
              onClick={() =>
                act("charts/mark", {
                  number: patient.number,
                  mark,
                  on: false,
                } satisfies MarkChartRequest)
              }
            >
              {t.chartLift}: {sayMark(mark, t)}
            </Button>
          ))}
        </Group>
      ),
    },
  ];
  if (rows.length === 0)
    return <Empty title={t.chartsNone} hint={t.chartsNoneHint} filtered={false} />;
  return (
    <DataTable
      caption={t.chartMarked}
      columns={columns}
      rows={rows}
      keyOf={({ patient }) => patient.id}
    />
  );
}

function MarkForm({ busy, act }: { readonly busy: boolean; readonly act: Act }): ReactNode {
  const { t } = useWords();
  const [number, setNumber] = useState("");
  const [mark, setMark] = useState<MarkName>("sealed");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (number.trim() === "" || busy) return;
    act("charts/mark", { number: number.trim(), mark, on: true } satisfies MarkChartRequest);
    setNumber("");
  };
  return (
    <form onSubmit={submit} autoComplete="off" aria-label={t.chartMarkIt}>
      <Group align="end">
        <TextInput
          label={t.chartNumber}
          value={number}
          autoComplete="off"
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <NativeSelect
          label={t.chartMark}
          value={mark}
          data={marks.map((value) => ({ value, label: sayMark(value, t) }))}
          onChange={({ currentTarget }) =>
            setMark(marks.find((each) => each === currentTarget.value) ?? "sealed")
          }
        />
        <Button type="submit" disabled={number.trim() === ""}>
          {t.chartMarkIt}
        </Button>
      </Group>
    </form>
  );
}

function Merges({
  rows,
  act,
}: {
  readonly rows: readonly MergeView[];
  readonly act: Act;
}): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const columns: readonly TableColumn<MergeView>[] = [
    { id: "prior", title: t.chartPrior, text: ({ prior }) => sayPatient(prior) },
    { id: "into", title: t.chartInto, text: ({ survivor }) => sayPatient(survivor) },
    { id: "at", title: t.chartAt, text: ({ at }) => timestamp(at, zone, locale) },
    {
      id: "back",
      title: t.chartTakeBack,
      text: ({ id }) => id,
      cell: ({ id, prior }) => (
        <Button
          variant="default"
          aria-label={t.chartTakeBackOf(prior.name)}
          onClick={() => act(`charts/${encodeURIComponent(id)}/unmerge`, {})}
        >
          {t.chartTakeBack}
        </Button>
      ),
    },
  ];
  if (rows.length === 0) return null;
  return <DataTable caption={t.chartMerges} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function MergeForm({ busy, act }: { readonly busy: boolean; readonly act: Act }): ReactNode {
  const { t } = useWords();
  const [number, setNumber] = useState("");
  const [into, setInto] = useState("");
  const isWhole = number.trim() !== "" && into.trim() !== "";
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isWhole || busy) return;
    act("charts/merge", { number: number.trim(), into: into.trim() } satisfies MergeChartsRequest);
  };
  return (
    <form onSubmit={submit} autoComplete="off" aria-label={t.chartMergeIt}>
      <Group align="end">
        <TextInput
          label={t.chartMergeNumber}
          value={number}
          autoComplete="off"
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <TextInput
          label={t.chartMergeInto}
          value={into}
          autoComplete="off"
          onChange={(event) => setInto(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!isWhole}>
          {t.chartMergeIt}
        </Button>
      </Group>
    </form>
  );
}

function Arrivals({ rows }: { readonly rows: readonly ArrivalView[] }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const columns: readonly TableColumn<ArrivalView>[] = [
    { id: "patient", title: t.chartPrior, text: ({ patient }) => sayPatient(patient) },
    { id: "ward", title: t.chartWard, text: ({ ward }) => ward },
    { id: "until", title: t.chartUntil, text: ({ until }) => timestamp(until, zone, locale) },
  ];
  if (rows.length === 0) return null;
  return (
    <DataTable
      caption={t.chartArrivals}
      columns={columns}
      rows={rows}
      keyOf={({ patient }) => patient.id}
    />
  );
}

/** Charts that need care, those that became one, and whoever came before theirs did (C9, C10). */
export function ChartsPage(): ReactNode {
  const { t, language } = useWords();
  const asked = useAsked<ChartsReply>("charts", 15_000);
  const { busy, said, run } = useDoing();
  const act: Act = (path, body) => {
    void run(async () => {
      await askJson({ path, body, language });
      asked.again();
      return t.chartDone;
    });
  };
  const { answer } = asked;
  return (
    <>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {answer !== undefined && (
        <>
          <h2>{t.chartMarked}</h2>
          <Marked rows={answer.marked} act={act} />
          <MarkForm busy={busy} act={act} />
          <h2>{t.chartMerges}</h2>
          <Merges rows={answer.merges} act={act} />
          <MergeForm busy={busy} act={act} />
          {answer.arrivals.length > 0 && <h2>{t.chartArrivals}</h2>}
          <Arrivals rows={answer.arrivals} />
        </>
      )}
    </>
  );
}
