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
  workload: isLetIn,
  "workload-orphaned": (world, id) => world.workloads.get(id)?.orphaned !== undefined,
  "workload-unused": isLetIn,
  "workload-credential": isCredential,
  "workload-rotation": isCredential,
};

function isActive(world: World, id: string): boolean {
  return world.engagements.get(id)?.state === "active";
}

function isLetIn(world: World, id: string): boolean {
  const { state } = world.workloads.get(id) ?? {};
  return state === "active" || state === "rotating";
}

function isCredential(world: World, id: string): boolean {
  const known = world.workloadCredentials.get(id);
  return known !== undefined && known.ended === undefined;
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
  "workload-orphaned": {
    subject: ({ until }) => ({
      subject: `A program that nobody answers for is stopped at ${until}`,
      text: [
        `Nobody who works here answers for a program any more that you once asked for or approved. It is stopped at ${until}, unless it is one that never stops by itself.`,
        "Have it handed over to two people who work here, or retired.",
      ],
    }),
    managers: ({ until, whom }) => ({
      subject: `A program that ${whom} once wanted has nobody who answers for it`,
      text: [
        `Nobody who works here answers for a program any more that ${whom} once asked for or approved. It is stopped at ${until}, unless it is one that never stops by itself.`,
        "Have it handed over to two people who work here, or retired.",
      ],
    }),
  },
  "workload-unused": {
    subject: ({ until }) => ({
      subject: "A program that you answer for is not used",
      text: [
        `Nobody has called as a program that you answer for in a long time. It is stopped at ${until}, unless it is one that never stops by itself: you are asked about that one again.`,
        "If it is needed, see whether it runs; if not, have it retired.",
      ],
    }),
    managers: ({ until, whom }) => ({
      subject: `A program that ${whom} answers for is not used`,
      text: [
        `Nobody has called as a program that ${whom} answers for in a long time. It is stopped at ${until}, unless it is one that never stops by itself.`,
        "If it is needed, see whether it runs; if not, have it retired.",
      ],
    }),
  },
  "workload-credential": {
    subject: ({ until }) => ({
      subject: `The last credential of a program that you answer for ends at ${until}`,
      text: [
        `A program that you answer for can show no more who it is from ${until}: its last credential ends then.`,
        "Have it given a new one before then, with an overlap, if it is to go on.",
      ],
    }),
    managers: ({ until, whom }) => ({
      subject: `The last credential of a program that ${whom} answers for ends at ${until}`,
      text: [
        `A program that ${whom} answers for can show no more who it is from ${until}: its last credential ends then.`,
        "Have it given a new one before then, with an overlap, if it is to go on.",
      ],
    }),
  },
  "workload-rotation": {
    subject: ({ until }) => ({
      subject: `Callers still use an old credential that ends at ${until}`,
      text: [
        `An old credential of a program that you answer for ends at ${until}, and somebody still calls with it.`,
        "Move those callers to the new one before then.",
      ],
    }),
    managers: ({ until, whom }) => ({
      subject: `Callers of a program that ${whom} answers for still use an old credential`,
      text: [
        `An old credential of a program that ${whom} answers for ends at ${until}, and somebody still calls with it.`,
        "Those callers have to be moved to the new one before then.",
      ],
    }),
  },
};

/** That something ends, and when. */
export const endingWords: Words = {
  subject: (telling) => things[telling.reason as EndingThing].subject(telling),
  managers: (telling) => things[telling.reason as EndingThing].managers(telling),
};
