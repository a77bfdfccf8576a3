import { UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type {
  CloseReviewsRequest,
  ReviewOutcome,
  ReviewsReply,
  ReviewView,
} from "../../http/reviews-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { sayReason } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { Incidents } from "./incidents.tsx";
import { Proposals } from "./proposals.tsx";
import { askJson } from "./requests.ts";
import { AlikeReviews, OneReview } from "./review-detail.tsx";
import { explanationIn, latenessIn, type QueueRow, queueOf, whoseIn } from "./review-words.ts";
import { Standing } from "./standing.tsx";
import styles from "./table.module.css";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** Names as long as there are few, else how many there are. */
function listed(names: readonly string[], count: (count: number) => string): string {
  const each = [...new Set(names)];
  return each.length > 2 ? count(each.length) : each.join(", ");
}

function useColumns(explaining: boolean): readonly TableColumn<QueueRow>[] {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { change } = useAddress();
  const whose = ({ first, reviews }: QueueRow): string =>
    reviews.length === 1
      ? first.who.name
      : `${t.reviewAlike(reviews.length)}: ${listed(
          reviews.map(({ who }) => who.name),
          (count) => `${first.who.name} + ${count - 1}`,
        )}`;
  const explained = ({ first }: QueueRow): string => {
    const [explanation] = first.explanations;
    if (explanation !== undefined) return explanationIn(explanation, t);
    if (first.patient === undefined) return t.reviewNoPatient;
    return explaining ? t.reviewExplaining : t.reviewUnexplained;
  };
  return [
    {
      id: "who",
      title: t.reviewWho,
      text: whose,
      cell: (row) => (
        <UnstyledButton className={styles["open"]} onClick={() => change({ open: row.id })}>
          {whose(row)}
        </UnstyledButton>
      ),
      sortable: true,
    },
    {
      id: "patient",
      title: t.reviewPatient,
      text: ({ reviews }) =>
        listed(
          reviews.map((review) => whoseIn(review, t)),
          t.reviewPatients,
        ),
      sortable: true,
    },
    {
      id: "explanation",
      title: t.reviewExplanation,
      text: explained,
      cell: (row) => (
        <span className={styles["state"]} data-stale={!explaining && isUnexplained(row.first)}>
          {explained(row)}
        </span>
      ),
      sortable: true,
    },
    {
      id: "due",
      title: t.reviewDue,
      text: ({ first }) => {
        const late = latenessIn(first, t);
        return `${timestamp(first.due, zone, locale)}${late === "" ? "" : ` (${late})`}`;
      },
      sortBy: ({ first }) => first.due,
      sortable: true,
    },
    { id: "ward", title: t.reviewWard, text: ({ first }) => first.ward ?? "", sortable: true },
    {
      id: "reason",
      title: t.reviewReason,
      text: ({ first }) => sayReason(first, server),
      sortable: true,
    },
    {
      id: "at",
      title: t.time,
      text: ({ first }) => timestamp(first.at, zone, locale),
      sortBy: ({ first }) => first.at,
      sortable: true,
    },
  ];
}

/** Nothing ties who did it to the patient; of what is about no one patient nobody asks that. */
function isUnexplained({ explanations, patient }: ReviewView): boolean {
  return patient !== undefined && explanations.length === 0;
}

/** How much of what there is, above the table; it is said again when it changes. */
function Summary({ reviews, explaining }: ReviewsReply): ReactNode {
  const { t } = useWords();
  if (explaining) return <p role="status">{t.reviewsExplaining}</p>;
  const count = (is: (review: ReviewView) => boolean): number => reviews.filter(is).length;
  const unexplained = count(isUnexplained);
  const explained = count(({ explanations }) => explanations.length > 0);
  const overdue = count(({ lateness }) => lateness === "overdue" || lateness === "escalated");
  const soon = count(({ lateness }) => lateness === "soon");
  const parts = [
    ...(unexplained === 0 ? [] : [t.reviewsUnexplained(unexplained)]),
    ...(explained === 0 ? [] : [t.reviewsExplained(explained)]),
    ...(overdue === 0 ? [] : [t.reviewsOverdue(overdue)]),
    ...(soon === 0 ? [] : [t.reviewsSoon(soon)]),
  ];
  return parts.length === 0 ? null : <p role="status">{parts.join(" · ")}</p>;
}

/** The reviews as they stand, and closing some of them. */
function useReviews() {
  const { t, language } = useWords();
  const { listen } = useConsole();
  const { change } = useAddress();
  const asked = useAsked<ReviewsReply>("reviews", 10_000);
  const { answer, again } = asked;
  const { busy, said, run } = useDoing();
  const [left, setLeft] = useState<ReviewsReply>();
  // Somebody has broken the glass, or a colleague has looked at one.
  useEffect(() => listen(({ kind }) => kind.startsWith("review.") && again()), [listen, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setLeft(undefined), [answer]);
  const shown = left ?? answer;
  const explaining = shown?.explaining === true;
  useEffect(() => {
    if (!explaining) return;
    const timer = setInterval(again, 1_500);
    return () => clearInterval(timer);
  }, [explaining, again]);
  const decide = (reviews: readonly ReviewView[], outcome: ReviewOutcome): Promise<void> =>
    run(async () => {
      const body: CloseReviewsRequest = { outcome, reviews: reviews.map(({ id }) => id) };
      setLeft(await askJson<ReviewsReply>({ path: "reviews/close", body, language }));
      change({ open: undefined, alone: undefined });
      const [only] = reviews;
      return reviews.length === 1 && only !== undefined
        ? t.reviewClosed(only.who.name)
        : t.reviewsClosed(reviews.length);
    });
  return { asked, shown, explaining, busy, said, decide };
}

/** What somebody else has to look at: what nothing explains first, alike ones as one (X13, X15). */
export function ReviewsPage(): ReactNode {
  const { t, locale } = useWords();
  const { query, change } = useAddress();
  const { asked, shown, explaining, busy, said, decide } = useReviews();
  const columns = useColumns(explaining);
  const all = shown?.reviews ?? [];
  const queue = queueOf(all);
  const rows = arrange(queue, columns, arrangementOf(query), locale);
  const row = queue.find(({ reviews }) => reviews.some(({ id }) => id === query.get("open")));
  const alone = all.find(({ id }) => id === query.get("alone"));
  const one = alone ?? (row?.reviews.length === 1 ? row.first : undefined);
  const close = (): void => change({ open: undefined, alone: undefined });
  return (
    <>
      <Incidents />
      <Standing />
      <TableTools name="reviews" columns={columns} rows={rows} />
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {shown !== undefined && <Summary {...shown} />}
      {rows.length > 0 && (
        <DataTable
          caption={t.pageReviews}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          close
        />
      )}
      {rows.length === 0 && shown !== undefined && (
        <Empty title={t.noReviews} hint={t.noReviewsHint} filtered={all.length > 0} />
      )}
      {asked.answer !== undefined && <Proposals />}
      {one !== undefined && (
        <Dialog title={t.reviewTitle} size="44rem" onClose={close}>
          <OneReview
            review={one}
            explaining={explaining}
            busy={busy}
            onClose={(outcome) => void decide([one], outcome)}
          />
        </Dialog>
      )}
      {one === undefined && row !== undefined && (
        <Dialog title={t.reviewAlikeTitle(row.reviews.length)} size="44rem" onClose={close}>
          <AlikeReviews
            reviews={row.reviews}
            busy={busy}
            onClose={(outcome) => void decide(row.reviews, outcome)}
            onOne={({ id }) => change({ alone: id })}
          />
        </Dialog>
      )}
    </>
  );
}
