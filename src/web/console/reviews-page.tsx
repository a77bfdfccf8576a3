import { Button, Group, UnstyledButton } from "@mantine/core";
import { Fragment, type ReactNode, useEffect, useState } from "react";
import type {
  CloseReviewRequest,
  ReviewOutcome,
  ReviewsReply,
  ReviewView,
} from "../../http/console-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
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
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

function useColumns(): readonly TableColumn<ReviewView>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { change } = useAddress();
  return [
    {
      id: "due",
      title: t.reviewDue,
      text: ({ due, overdue }) =>
        `${timestamp(due, zone, locale)}${overdue ? ` (${t.reviewOverdue})` : ""}`,
      sortBy: ({ due }) => due,
      sortable: true,
    },
    {
      id: "who",
      title: t.reviewWho,
      text: ({ who }) => who.name,
      cell: ({ id, who }) => (
        <UnstyledButton className={styles["open"]} onClick={() => change({ open: id })}>
          {who.name}
        </UnstyledButton>
      ),
      sortable: true,
    },
    {
      id: "patient",
      title: t.reviewPatient,
      text: ({ patient }) => patient?.name ?? "",
      sortable: true,
    },
    { id: "ward", title: t.reviewWard, text: ({ ward }) => ward ?? "", sortable: true },
    { id: "reason", title: t.reviewReason, text: ({ reason }) => reason, sortable: true },
    {
      id: "at",
      title: t.time,
      text: ({ at }) => timestamp(at, zone, locale),
      sortBy: ({ at }) => at,
      sortable: true,
    },
  ];
}

interface DetailProps {
  readonly review: ReviewView;
  readonly busy: boolean;
  readonly onClose: (outcome: ReviewOutcome) => void;
}

/** One emergency access: who, whose chart, why, and what it comes to. */
function Detail({ review, busy, onClose }: DetailProps): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { at, own, patient, reason, until, ward, who } = review;
  const said: readonly (readonly [string, string])[] = [
    [t.reviewWho, who.name],
    [t.reviewPatient, patient?.name ?? (review.many === true ? t.reviewMany : t.reviewWholeWard)],
    [t.reviewWard, ward ?? t.reviewNoWard],
    [t.reviewReason, reason],
    [t.time, timestamp(at, zone, locale)],
    [t.reviewLasts, until === undefined ? t.reviewEnded : timestamp(until, zone, locale)],
  ];
  const outcomes: readonly (readonly [ReviewOutcome, string])[] = [
    ["justified", t.reviewJustified],
    ["policy-gap", t.reviewPolicyGap],
    ["unjustified", t.reviewUnjustified],
  ];
  return (
    <>
      <dl className={styles["facts"]}>
        {said.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {own ? (
        <p>{t.reviewOwn}</p>
      ) : (
        <Group mt="md">
          {outcomes.map(([outcome, label]) => (
            <Button
              key={outcome}
              variant="default"
              aria-disabled={busy}
              onClick={() => onClose(outcome)}
            >
              {label}
            </Button>
          ))}
        </Group>
      )}
    </>
  );
}

/** What somebody else has to look at, the one due first at the top (X13). */
export function ReviewsPage(): ReactNode {
  const { t, locale, language } = useWords();
  const { query, change } = useAddress();
  const { listen } = useConsole();
  const columns = useColumns();
  const asked = useAsked<ReviewsReply>("reviews", 10_000);
  const { answer, again } = asked;
  const { busy, said, run } = useDoing();
  const [left, setLeft] = useState<ReviewsReply>();
  // Somebody has broken the glass, or a colleague has looked at one.
  useEffect(() => listen(({ kind }) => kind.startsWith("review.") && again()), [listen, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setLeft(undefined), [answer]);
  const all = (left ?? answer)?.reviews ?? [];
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const open = all.find(({ id }) => id === query.get("open"));
  const close = (): void => change({ open: undefined });
  const decide = (review: ReviewView, outcome: ReviewOutcome): Promise<void> =>
    run(async () => {
      const body: CloseReviewRequest = { outcome };
      const path = `reviews/${encodeURIComponent(review.id)}/close`;
      setLeft(await askJson<ReviewsReply>({ path, body, language }));
      close();
      return t.reviewClosed(review.who.name);
    });
  return (
    <>
      <TableTools name="reviews" columns={columns} rows={rows} />
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {rows.length > 0 && (
        <DataTable caption={t.pageReviews} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows.length === 0 && answer !== undefined && (
        <Empty title={t.noReviews} hint={t.noReviewsHint} filtered={all.length > 0} />
      )}
      {open !== undefined && (
        <Dialog title={t.reviewTitle} size="40rem" onClose={close}>
          <Detail review={open} busy={busy} onClose={(outcome) => void decide(open, outcome)} />
        </Dialog>
      )}
    </>
  );
}
