import { Button, Group } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { AnswerShiftsRequest, RostersReply, WaitingView } from "../../http/roster-contract.ts";
import { sayEach } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

interface Choosing {
  readonly left: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

function useColumns({ left, toggle }: Choosing): readonly TableColumn<WaitingView>[] {
  const { t, tell, locale } = useWords();
  const { zone } = useConsole();
  return [
    {
      id: "who",
      title: t.waitingWho,
      text: ({ who }) => who.name,
      cell: ({ id, who }) => (
        <label>
          <input
            type="checkbox"
            aria-label={t.waitingChoose(who.name)}
            checked={!left.has(id)}
            onChange={() => toggle(id)}
          />{" "}
          {who.name}
        </label>
      ),
      sortable: true,
    },
    {
      id: "what",
      title: t.waitingWhat,
      text: ({ text, said }) => tell({ message: text, said: [said] }),
      sortable: true,
    },
    {
      id: "until",
      title: t.waitingUntil,
      text: ({ until, lapsed }) => {
        if (until === undefined) return "";
        const at = timestamp(until, zone, locale);
        return lapsed === true ? `${at} (${t.waitingLapsed})` : at;
      },
      sortBy: ({ until }) => until ?? 0,
      sortable: true,
    },
  ];
}

/** Who is at work without being on the roster: all are ticked, so that a whole list is one act (L9). */
export function RostersPage(): ReactNode {
  const { t, locale, language, server } = useWords();
  const { query } = useAddress();
  const { listen } = useConsole();
  const asked = useAsked<RostersReply>("rosters", 10_000);
  const { answer, again } = asked;
  const { busy, said, run } = useDoing();
  const [after, setAfter] = useState<RostersReply>();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  const columns = useColumns({ left, toggle });
  useEffect(
    () => listen(({ kind }) => /^(duty|swap|relief)\./.test(kind) && again()),
    [listen, again],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setAfter(undefined), [answer]);
  const now = after ?? answer;
  const speech = { server, locale, now: Date.now() };
  const { staying: texts = [], stayingSaid = [] } = now ?? {};
  const staying = sayEach(texts, stayingSaid, (words) => words.answers, speech);
  const all = now?.waiting ?? [];
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const chosen = all.map(({ id }) => id).filter((id) => !left.has(id));
  const send = (body: AnswerShiftsRequest): void =>
    void run(async () => {
      setAfter(await askJson<RostersReply>({ path: "rosters", body, language }));
      return t.rostersDone;
    });
  return (
    <>
      <TableTools name="rosters" columns={columns} rows={rows} />
      <div role="status">
        {said !== "" && <p>{said}</p>}
        {staying.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      <Failed asked={asked} />
      {rows.length > 0 && (
        <>
          <DataTable caption={t.pageRosters} columns={columns} rows={rows} keyOf={({ id }) => id} />
          <Group mt="md">
            <Button
              aria-disabled={busy || chosen.length === 0}
              onClick={() => chosen.length > 0 && send({ confirm: chosen, refuse: [] })}
            >
              {t.waitingConfirm(chosen.length)}
            </Button>
            <Button
              variant="default"
              aria-disabled={busy || chosen.length === 0}
              onClick={() => chosen.length > 0 && send({ confirm: [], refuse: chosen })}
            >
              {t.waitingRefuse(chosen.length)}
            </Button>
          </Group>
        </>
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty title={t.waitingNone} hint={t.rostersHint} filtered={all.length > 0} />
      )}
    </>
  );
}
