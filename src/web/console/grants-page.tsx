import { Button, Group } from "@mantine/core";
import { type ReactNode, useCallback, useState } from "react";
import type {
  AnswerGrantRequest,
  ConsoleGrantRequest,
  ConsoleGrantsReply,
  GrantView,
} from "../../http/grants-contract.ts";
import { whatFor } from "../shared/grant-words.ts";
import { sayReason } from "../shared/say-server.ts";
import { useChanges } from "../shared/use-changes.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime, dayAndTime, timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { GrantForm } from "./grant-form.tsx";
import styles from "./grants.module.css";
import { ask, askJson } from "./requests.ts";
import { Standing } from "./standing.tsx";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

type Answer = AnswerGrantRequest["answer"] | "end" | "start";

interface Acting {
  readonly busy: boolean;
  readonly onAnswer: (grant: GrantView, answer: Answer) => void;
}

/** What it would add, and until when: the same sentence wherever somebody decides on it. */
function useDifference(): (grant: GrantView) => string {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  return ({ more, until, from }) => {
    const end =
      from === undefined ? clockTime(until, zone, locale) : dayAndTime(until, zone, locale);
    return more === 0 ? t.grantNoMore(end) : t.grantMore(more, end);
  };
}

/** A request that waits: who, what, why, what it would add, and two answers. */
function Waiting({ grant, busy, onAnswer }: { readonly grant: GrantView } & Acting): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const difference = useDifference();
  const { who, askedBy, words, from, escalated, askedAt } = grant;
  return (
    <li className={styles["waiting"]} data-testid="waiting">
      <div>
        <strong>{t.grantAsks(who.name, whatFor({ t, server }, grant))}</strong>
        <p>
          {sayReason(grant, server)}
          {askedBy !== undefined && ` · ${t.grantAskedBy(askedBy.name)}`}
          {from !== undefined && ` · ${t.grantFrom(dayAndTime(from, zone, locale))}`}
          {` · ${clockTime(askedAt, zone, locale)}`}
          {escalated && ` · ${t.grantEscalated}`}
        </p>
        {words !== undefined && <blockquote>{words}</blockquote>}
        <p className={styles["difference"]}>{difference(grant)}</p>
      </div>
      <Group>
        <Button
          aria-label={t.grantApproveOf(who.name)}
          aria-disabled={busy}
          onClick={() => onAnswer(grant, "approve")}
        >
          {t.grantApprove}
        </Button>
        <Button
          variant="default"
          aria-label={t.grantDenyOf(who.name)}
          aria-disabled={busy}
          onClick={() => onAnswer(grant, "deny")}
        >
          {t.grantDeny}
        </Button>
      </Group>
    </li>
  );
}

function useColumns({ busy, onAnswer }: Acting): readonly TableColumn<GrantView>[] {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const answered = ({ answeredBy, rule }: GrantView): string =>
    rule === undefined ? (answeredBy?.name ?? "") : t.grantByRule(rule);
  return [
    {
      id: "when",
      title: t.grantWhen,
      text: ({ askedAt }) => timestamp(askedAt, zone, locale),
      sortBy: ({ askedAt }) => askedAt,
      sortable: true,
    },
    { id: "who", title: t.grantWho, text: ({ who }) => who.name, sortable: true },
    {
      id: "what",
      title: t.grantWhat,
      text: (grant) => whatFor({ t, server }, grant),
      sortable: true,
    },
    { id: "why", title: t.grantWhy, text: (grant) => sayReason(grant, server), sortable: true },
    {
      id: "state",
      title: t.grantState,
      text: ({ state, until }) => {
        const said = t[`grantState_${state}`];
        return state === "active" ? `${said}, ${clockTime(until, zone, locale)}` : said;
      },
      sortable: true,
    },
    { id: "answered", title: t.grantAnsweredBy, text: answered, sortable: true },
    {
      id: "end",
      title: t.grantRevoke,
      text: () => "",
      cell: (grant) =>
        grant.endedAt === undefined &&
        (grant.own || grant.mayAnswer) && (
          <Group gap="xs">
            {grant.mayStart && (
              <Button
                aria-label={t.grantEndOf(t.grantStart, whatFor({ t, server }, grant))}
                aria-disabled={busy}
                onClick={() => onAnswer(grant, "start")}
              >
                {t.grantStart}
              </Button>
            )}
            <Button
              variant="default"
              aria-label={t.grantEndOf(grant.own ? t.grantReturn : t.grantRevoke, grant.who.name)}
              aria-disabled={busy}
              onClick={() => onAnswer(grant, "end")}
            >
              {grant.own ? t.grantReturn : t.grantRevoke}
            </Button>
          </Group>
        ),
    },
  ];
}

/** Somebody stands at a bedside and waits for the answer: asked this often, in milliseconds, unless the server says when to. */
const whileNot = 2_000;
/** What time alone changes, as the difference that a request would make, may be this old. */
const whileTold = 15_000;

/** Who asks for access for a time, who has it, and how it ended (X5). */
export function GrantsPage(): ReactNode {
  const { t, locale, language } = useWords();
  const { query } = useAddress();
  const [live, setLive] = useState(false);
  const asked = useAsked<ConsoleGrantsReply>("grants", live ? whileTold : whileNot);
  const listen = useCallback(
    (signal: AbortSignal) => ask({ path: "changes", language, signal }, false),
    [language],
  );
  useChanges(asked.denied ? undefined : listen, asked.again, setLive);
  const { answer } = asked;
  const { busy, said, run } = useDoing();
  const [left, setLeft] = useState<{ readonly of: unknown; readonly reply: ConsoleGrantsReply }>();
  const shown = left !== undefined && left.of === answer ? left.reply : answer;
  const send = (path: string, body: unknown, done: string): Promise<void> =>
    run(async () => {
      const reply = await askJson<ConsoleGrantsReply>({ path, body, language });
      setLeft({ of: answer, reply });
      return done;
    });
  const onAnswer = ({ id }: GrantView, what: Answer): void => {
    const path = `grants/${encodeURIComponent(id)}/${what === "end" || what === "start" ? what : "answer"}`;
    void send(path, what === "end" || what === "start" ? {} : { answer: what }, t.grantDone);
  };
  const acting = { busy, onAnswer };
  const columns = useColumns(acting);
  const running = [...(shown?.running ?? []), ...(shown?.own ?? []).filter(isApart(shown))];
  const ended = shown?.ended ?? [];
  // What has ended is not ended again.
  const known = columns.filter(({ id }) => id !== "end");
  const rows = arrange(ended, known, arrangementOf(query), locale);
  return (
    <>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {shown !== undefined && (
        <section aria-labelledby="waiting">
          <h2 id="waiting">{t.grantsWaiting}</h2>
          {shown.waiting.length === 0 && (
            <Empty title={t.noGrantsWaiting} hint={t.noGrantsWaitingHint} filtered={false} />
          )}
          <ul className={styles["list"]}>
            {shown.waiting.map((grant) => (
              <Waiting key={grant.id} grant={grant} {...acting} />
            ))}
          </ul>
        </section>
      )}
      <Standing />
      {running.length > 0 && (
        <section aria-labelledby="running">
          <h2 id="running">{t.grantsRunning}</h2>
          <DataTable
            caption={t.grantsRunning}
            columns={columns}
            rows={running}
            keyOf={({ id }) => id}
          />
        </section>
      )}
      {shown !== undefined && (
        <GrantForm
          form={shown.form}
          busy={busy}
          onAsk={(wish: ConsoleGrantRequest) => void send("grants", wish, t.grantAskedDone)}
        />
      )}
      <h2>{t.grantsEnded}</h2>
      <TableTools name="requests" columns={known} rows={rows} />
      {rows.length > 0 && (
        <DataTable caption={t.grantsEnded} columns={known} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty title={t.noGrantsEnded} hint={t.grantsEmptyHint} filtered={ended.length > 0} />
      )}
    </>
  );
}

/** One's own that do not stand among the running ones already. */
function isApart(shown: ConsoleGrantsReply | undefined): (grant: GrantView) => boolean {
  return ({ id }) => shown?.running.every((other) => other.id !== id) === true;
}
