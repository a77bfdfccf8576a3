import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { ExplanationView, ReviewOutcome, ReviewView } from "../../http/reviews-contract.ts";
import type { Messages } from "../messages/en.ts";
import { sayReason } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { Facts, Outcomes, type OutcomesProps } from "./one-thing.tsx";
import { explanationIn, whoseIn } from "./review-words.ts";
import styles from "./table.module.css";
import { useConsole } from "./use-console.tsx";

/** What explains an access, each with the time that it held. */
function Explanations({ review }: { readonly review: ReviewView }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const held = ({ from, to }: ExplanationView): string => {
    const since = timestamp(from, zone, locale);
    return to === undefined ? t.heldFrom(since) : t.heldBetween(since, timestamp(to, zone, locale));
  };
  if (review.patient === undefined) return <p>{t.reviewNoPatient}</p>;
  if (review.explanations.length === 0) return <p>{t.reviewUnexplainedHint}</p>;
  return (
    <ul>
      {review.explanations.map((each) => (
        <li key={`${each.type} ${each.place} ${each.from}`}>
          {explanationIn(each, t)} <span className={styles["hint"]}>({held(each)})</span>
        </li>
      ))}
    </ul>
  );
}

type ClosingProps = Omit<OutcomesProps<ReviewOutcome>, "outcomes">;

const outcomesIn = (t: Messages): OutcomesProps<ReviewOutcome>["outcomes"] => [
  ["justified", t.reviewJustified],
  ["policy-gap", t.reviewPolicyGap],
  ["unjustified", t.reviewUnjustified],
];

export interface OneReviewProps extends ClosingProps {
  readonly review: ReviewView;
  /** The log is still being read back. */
  readonly explaining: boolean;
}

/** One emergency access: who, whose chart, why, what explains it, and what it comes to. */
export function OneReview({ review, explaining, busy, onClose }: OneReviewProps): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { at, conflict, second, until, ward, who } = review;
  // Of an emergency that somebody said they respond to the time is that of the emergency, which goes on.
  const isGlass = review.said.code !== "responding";
  const explanation = explaining ? t.reviewExplaining : <Explanations review={review} />;
  const said: readonly (readonly [string, ReactNode])[] = [
    [t.reviewWho, who.name],
    [t.reviewPatient, whoseIn(review, t)],
    ...(second === undefined ? [] : [[t.reviewSecond, second.name] as const]),
    [t.reviewWard, ward ?? t.reviewNoWard],
    [t.reviewReason, sayReason(review, server)],
    [t.time, timestamp(at, zone, locale)],
    [t.reviewLasts, until === undefined ? t.reviewEnded : timestamp(until, zone, locale)],
    [t.reviewExplanation, explanation],
  ];
  return (
    <>
      <Facts facts={said} />
      {isGlass && until !== undefined && <p>{t.reviewEndsIt}</p>}
      {conflict === undefined ? (
        <Outcomes outcomes={outcomesIn(t)} busy={busy} onClose={onClose} />
      ) : (
        <p>{conflict === "of-your-manager" ? t.reviewManager : t.reviewOwn}</p>
      )}
    </>
  );
}

export interface AlikeReviewsProps extends ClosingProps {
  readonly reviews: readonly ReviewView[];
  readonly onOne: (review: ReviewView) => void;
}

/** Several that are explained and alike: one decision closes all, and each can be looked at by itself (X15). */
export function AlikeReviews({ reviews, busy, onClose, onOne }: AlikeReviewsProps): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  return (
    <>
      <p>{t.reviewTogether(reviews.length)}</p>
      <h3 className={styles["listed"]}>{t.reviewAlone}</h3>
      <ul>
        {reviews.map((review) => (
          <li key={review.id}>
            <UnstyledButton className={styles["open"]} onClick={() => onOne(review)}>
              {review.who.name}
            </UnstyledButton>{" "}
            {whoseIn(review, t)}, {timestamp(review.at, zone, locale)}
          </li>
        ))}
      </ul>
      <Outcomes outcomes={outcomesIn(t)} busy={busy} onClose={onClose} />
    </>
  );
}
