import type { Said, Telling } from "./telling.ts";

/** What whoever reviews is told of emergency access that would become standing access (X7). */
export function standingWords({ place, reason, reviews, until, who }: Telling): Said {
  return {
    subject: `Emergency access that is had again and again ends at ${until} unless it is confirmed`,
    text: [
      `The emergency access that ${who} has${place} would become standing access. ${reason}. It ends at ${until}, and is not renewed until somebody confirms it.`,
      `Look at it on the page Reviews, and confirm it there if it is needed: ${reviews}`,
    ],
  };
}

/** What is said of a badge, PIN or passkey that somebody was given in place of what they had (L7). */
export const reProofedWords: {
  readonly [A in "subject" | "managers" | "reviewers"]: (telling: Telling) => Said;
} = {
  subject: ({ who }) => ({
    subject: "You were given a badge, PIN or passkey anew",
    text: [
      `${who} has given you a badge, PIN or passkey in place of what you had. Somebody else reviews it. If you stood at the desk for it, nothing is asked of you.`,
      "If that was not you, somebody else can now sign in under your name: tell your manager and the badge desk at once.",
    ],
  }),
  managers: ({ place, who, whom }) => ({
    subject: `${whom}${place} was given a badge, PIN or passkey anew`,
    text: [
      `${who} has given ${whom} a badge, PIN or passkey in place of what they had. Somebody else reviews it.`,
      "If you did not expect it, ask them both now: whoever has it can sign in under that name.",
    ],
  }),
  reviewers: ({ due, reason, reviews, who, whom }) => ({
    subject: `A badge, PIN or passkey given anew is to be reviewed${due}`,
    text: [
      `${who} has given ${whom} a badge, PIN or passkey in place of what they had. ${reason}.`,
      `Ask ${whom} whether it was them, and close it on the page Reviews${due}: ${reviews}`,
    ],
  }),
};
