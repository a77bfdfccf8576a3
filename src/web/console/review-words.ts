import type { ExplanationView, ReviewView } from "../../http/reviews-contract.ts";
import type { Messages } from "../messages/en.ts";

/** A relationship, in words. */
export function explanationIn({ contact, place = "", type }: ExplanationView, t: Messages): string {
  switch (type) {
    case "on-duty":
      return t.explainedOnDuty(place);
    case "care-team":
      return t.explainedCareTeam;
    case "contact":
      return t.explainedContact(contactIn(contact, t), place);
    case "on-call":
      return t.explainedOnCall(place);
    case "arrived-from":
      return t.explainedArrived(place);
    case "handover":
      return t.explainedHandover;
  }
}

function contactIn(contact: ExplanationView["contact"], t: Messages): string {
  switch (contact) {
    case "appointment":
      return t.contactAppointment;
    case "referral":
      return t.contactReferral;
    case "consult":
      return t.contactConsult;
    case "transfer":
      return t.contactTransfer;
    case "patient-transfer":
      return t.contactPatientTransfer;
    case "shared-care":
      return t.contactSharedCare;
    default:
      return t.contactOrder;
  }
}

/** Whether it is late, in words; empty: it is not. */
export function latenessIn({ lateness }: ReviewView, t: Messages): string {
  switch (lateness) {
    case "soon":
      return t.reviewSoon;
    case "overdue":
      return t.reviewOverdue;
    case "escalated":
      return t.reviewEscalated;
    default:
      return "";
  }
}

/** A row of the queue: one review, or explained ones that are alike. */
export interface QueueRow {
  readonly id: string;
  readonly first: ReviewView;
  readonly reviews: readonly ReviewView[];
}

/** The reviews as they came, those that one decision may close as one row: alike, explained, and this reviewer's to close. */
export function queueOf(reviews: readonly ReviewView[]): readonly QueueRow[] {
  const rows = Map.groupBy(reviews, ({ conflict, id, likeness }) =>
    likeness === undefined || conflict !== undefined ? id : likeness,
  );
  return [...rows.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ id: first.id, first, reviews: alike }];
  });
}

/** Whose chart it is about, in words; of what was done to somebody of the staff, to whom. */
export function whoseIn({ many, patient, whom }: ReviewView, t: Messages): string {
  if (whom !== undefined) return t.reviewWhom(whom.name);
  return patient?.name ?? (many === true ? t.reviewMany : t.reviewWholeWard);
}
