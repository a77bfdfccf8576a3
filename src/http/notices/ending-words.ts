import { type EndingThing, type RecordOf, type World, warningId } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

type Warning = RecordOf<"ending.warned">["body"];

/** Whoever has something that ends before long is told, and so is whoever runs a ward of theirs; undefined: it is settled already. */
export function endingFacts(world: World, { due, id, person, type }: Warning): Facts | undefined {
  const isStill = world.warnings.get(warningId(type, id))?.due === due && stands[type](world, id);
  return isStill
    ? { about: person, person: "wardkey", reason: type, type: "ending", until: due }
    : undefined;
}

/** Whether the thing is still there. */
const stands: Readonly<Record<EndingThing, (world: World, id: string) => boolean>> = {
  dormancy: isActive,
  engagement: isActive,
  grant: (world, id) => world.grants.get(id)?.state === "active",
  registration: (world, id) => world.registrations.get(id)?.lapsed === undefined,
  workload: (world, id) => world.workloads.has(id),
};

function isActive(world: World, id: string): boolean {
  return world.engagements.get(id)?.state === "active";
}

type Words = { readonly [A in "managers" | "subject"]: (telling: Telling) => Said };

/** What ends, by what it is. */
const things: Readonly<Record<EndingThing, Words>> = {
  dormancy: {
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
  },
  engagement: {
    subject: ({ until }) => ({
      subject: `Your engagement ends at ${until}`,
      text: [
        `On record your engagement here ends at ${until}, and your access ends with it.`,
        "If you go on working here, ask for it to be extended before then: an employee's by HR, anybody else's by their sponsor.",
      ],
    }),
    managers: ({ people, until, whom }) => ({
      subject: `The engagement of ${whom} ends at ${until}`,
      text: [
        `On record the engagement of ${whom} ends at ${until}, and their access ends with it. If they are leaving, nothing has to be done.`,
        `If they stay, it has to be extended before then: an employee's by HR, anybody else's by their sponsor on the page People: ${people}`,
      ],
    }),
  },
  grant: {
    subject: ({ until }) => ({
      subject: `Access that you have for a time ends at ${until}`,
      text: [
        `Access that was given to you for a time ends at ${until}.`,
        "If you need it for longer, ask again before then.",
      ],
    }),
    managers: ({ requests, until, whom }) => ({
      subject: `Access that ${whom} has for a time ends at ${until}`,
      text: [
        `Access that was given to ${whom} for a time ends at ${until}. If it is needed no longer, nothing has to be done.`,
        `If it is needed for longer, it is asked for again, and answered on the page Requests: ${requests}`,
      ],
    }),
  },
  registration: {
    subject: ({ until }) => ({
      subject: `Your professional registration ends at ${until}`,
      text: [
        `On record your professional registration ends at ${until}. If it is not renewed by then, your access is suspended at the end of the shift that you are on.`,
        "Renew it with your register. If you have, ask HR whether they know of it.",
      ],
    }),
    managers: ({ people, until, whom }) => ({
      subject: `The professional registration of ${whom} ends at ${until}`,
      text: [
        `On record the professional registration of ${whom} ends at ${until}. If it is not renewed by then, their access is suspended at the end of the shift that they are on.`,
        `Ask them whether they have renewed it, and plan without them if not. They are on the page People: ${people}`,
      ],
    }),
  },
  workload: {
    subject: ({ until }) => ({
      subject: `A program that you answer for loses its access at ${until}`,
      text: [
        `On record the access of a program that you answer for ends at ${until}.`,
        "If it is needed for longer, have it extended before then; if not, nothing has to be done.",
      ],
    }),
    managers: ({ until, whom }) => ({
      subject: `A program that ${whom} answers for loses its access at ${until}`,
      text: [
        `On record the access of a program that ${whom} answers for ends at ${until}.`,
        "If it is needed for longer, it has to be extended before then; if not, nothing has to be done.",
      ],
    }),
  },
};

/** That something ends, and when. */
export const endingWords: Words = {
  subject: (telling) => things[telling.reason as EndingThing].subject(telling),
  managers: (telling) => things[telling.reason as EndingThing].managers(telling),
};
