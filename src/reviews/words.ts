/** What is said where a judgement is refused, by code; where there are several sentences of one code, by its variant. */
export const reviewWords = {
  "review-unknown": "There is no such open review. Somebody else may have closed it.",
  "own-review":
    "Nobody reviews what they did themselves, what was done for them, or who looked at their own chart. A colleague has to look at this.",
  "managers-review":
    "Nobody reviews what somebody whom they report to did, or had done for them. Another one has to look.",
  "not-escalated":
    "This one is still before those whose work it is. It is yours once it is long overdue.",
  "not-alike":
    "Only explained reviews that are alike are closed together. Look at each of the others by itself.",
  "incident-unknown": "There is no such open incident. Somebody else may have closed it.",
  "own-incident":
    "Nobody closes an incident about themselves or their own chart. A colleague has to.",
  "managers-incident":
    "Nobody closes an incident about somebody whom they report to. Another one has to look.",
  "standing-unknown": "This access has ended, or somebody else has confirmed it.",
  "own-standing":
    "Nobody confirms what they have or asked for themselves, or access to their own chart. A colleague has to.",
  "managers-standing":
    "Nobody confirms the access of somebody whom they report to. Another one has to look.",
  "proposal-unknown": "This change is not proposed any more. Somebody else may have decided on it.",
  "own-proposal":
    "Nobody decides on a change that is about themselves or about somebody whom they report to.",
  "nothing-rostered":
    "Nobody of these has a shift in the coming 30 days, beside which one could stand. Add them to the roster itself.",
  "no-access-reviews":
    "The policy does not say how access is reviewed. Add access to reviews.yaml, and activate it.",
  "campaign-open": "Just this is under review already. Close that one first.",
  "campaign-empty": "Nobody has a role that such a review would look at.",
  "campaign-unknown": "There is no such open access review.",
  "access-decided": "Somebody else has decided on this, or it has ended or changed by itself.",
  "own-access": "Nobody decides on their own access. A colleague has to look at this.",
  "managers-access":
    "Nobody decides on the access of somebody whom they report to. Another one has to look.",
  "not-before-you":
    "This is before those who run the ward. It is yours once nobody of them can, or has.",
  "delegate-unfit":
    "Only somebody else whose role includes reviewing access can be asked to do it.",
  "policy-changed": "The policy was changed meanwhile. Look at the proposal again.",
  "policy-changed.not-loaded":
    "The policy was changed, and this node has not loaded the new one yet. Nothing was done: try again in a moment.",
  "policy-refused": "The changed policy is refused: {why}. Change it by hand.",
} as const;
