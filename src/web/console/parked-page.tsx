import { Button, Group, UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type {
  ClearParkedReply,
  ClearParkedRequest,
  ParkedReply,
  ParkedView,
} from "../../http/console-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import styles from "./table.module.css";
import { TableTools } from "./table-tools.tsx";
import { TextBlock } from "./text-block.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

type Outcome = "dismissed" | "retried";

function useColumns(): readonly TableColumn<ParkedView>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { change } = useAddress();
  return [
    {
      id: "at",
      title: t.time,
      text: ({ at }) => timestamp(at, zone, locale),
      sortBy: ({ at }) => at,
      sortable: true,
    },
    { id: "feed", title: t.feed, text: ({ feed }) => feed, sortable: true },
    {
      id: "title",
      title: t.message,
      text: ({ title }) => title,
      cell: ({ id, title }) => (
        <UnstyledButton className={styles["open"]} onClick={() => change({ open: id })}>
          {title}
        </UnstyledButton>
      ),
      sortable: true,
    },
    { id: "reason", title: t.reason, text: ({ reason }) => reason, sortable: true },
  ];
}

interface DetailProps {
  readonly parked: ParkedView;
  readonly onDecided: (outcome: Outcome) => void;
}

/** One message: why it is here, its text, and what to do with it. */
function Detail({ parked, onDecided }: DetailProps): ReactNode {
  const { t, language, explain } = useWords();
  const { signedOut } = useConsole();
  const [sure, setSure] = useState(false);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const decide = async (outcome: Outcome): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const path = `parked/${encodeURIComponent(parked.id)}`;
      const body: ClearParkedRequest = { outcome };
      const reply = await askJson<ClearParkedReply>({ path, body, language });
      if (reply.type === "done") return onDecided(outcome);
      setError(reply.reason ?? t.stillParked);
      setBusy(false);
    } catch (cause) {
      const failure = failureOf(cause, true);
      if (failure.code === "signed-out") return signedOut();
      setError(explain(failure));
      setBusy(false);
    }
  };
  return (
    <>
      <p>{parked.reason}</p>
      <TextBlock label={t.messageText}>{parked.text.replaceAll("\r", "\n")}</TextBlock>
      <div role="alert">{error}</div>
      {sure && <p>{t.dismissQuestion}</p>}
      <Group mt="md">
        {!sure && (
          <Button aria-disabled={busy} onClick={() => void decide("retried")}>
            {t.retry}
          </Button>
        )}
        <Button
          variant={sure ? "filled" : "default"}
          aria-disabled={busy}
          onClick={() => (sure ? void decide("dismissed") : setSure(true))}
        >
          {t.dismiss}
        </Button>
        {sure && (
          <Button variant="default" onClick={() => setSure(false)}>
            {t.cancel}
          </Button>
        )}
      </Group>
    </>
  );
}

/** Messages that could not be used, each with its reason, until somebody decides. */
export function ParkedPage(): ReactNode {
  const { t, locale } = useWords();
  const { query, change } = useAddress();
  const { listen } = useConsole();
  const columns = useColumns();
  const [done, setDone] = useState<Outcome>();
  const asked = useAsked<ParkedReply>("parked", 10_000);
  const { answer, again } = asked;
  // A new record may be a message that was parked or taken up again.
  useEffect(() => listen(({ kind }) => /park|message/.test(kind) && again()), [listen, again]);
  const all = answer?.parked ?? [];
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const open = all.find(({ id }) => id === query.get("open"));
  const close = (): void => change({ open: undefined });
  const decided = (outcome: Outcome): void => {
    setDone(outcome);
    close();
    again();
  };
  return (
    <>
      <TableTools name="parked" columns={columns} rows={rows} />
      <div role="status">
        {done !== undefined && <p>{done === "retried" ? t.retried : t.dismissed}</p>}
      </div>
      <Failed asked={asked} />
      {rows.length > 0 && (
        <DataTable caption={t.pageParked} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty title={t.noParked} hint={t.noParkedHint} filtered={all.length > 0} />
      )}
      {open !== undefined && (
        <Dialog title={open.title} size="52rem" onClose={close}>
          <Detail parked={open} onDecided={decided} />
        </Dialog>
      )}
    </>
  );
}
