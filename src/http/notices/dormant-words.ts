import type { RecordOf, World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** Whoever signs in no more is told before it counts, and so is whoever runs a ward of theirs; undefined: it is settled already. */
export function dormantFacts(
  world: World,
  { due, engagement }: RecordOf<"dormancy.warned">["body"],
): Facts | undefined {
  const known = world.engagements.get(engagement);
  if (known === undefined || known.state !== "active") return undefined;
  if (known.warned?.due !== due) return undefined;
  return {
    about: known.person,
    person: "wardkey",
    reason: "dormant",
    type: "dormancy",
    until: due,
  };
}

/** That nobody signs in by an engagement, and when it is suspended. */
export const dormantWords: {
  readonly [A in "managers" | "subject"]: (telling: Telling) => Said;
} = {
  subject: ({ until }) => ({
    subject: `Your access is suspended at ${until} unless you sign in`,
    text: [
      `You have not signed in for long. What is not used is suspended: that is at ${until}.`,
      "Sign in once, at any screen, and it goes on. If you are away for a reason, ask your manager to let it be for that time.",
    ],
  }),
  managers: ({ people, until, whom }) => ({
    subject: `The access of ${whom} is suspended at ${until} unless they sign in`,
    text: [
      `${whom} has not signed in for long. What is not used is suspended: that is at ${until}.`,
      `If they are away for a reason, let it be for that time on the page People; if they have left, end it there: ${people}`,
    ],
  }),
};
