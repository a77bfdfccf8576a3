import { type RecordOf, registrationId, type World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** Why a professional registration counts no more. */
const lapses: Readonly<Record<string, string>> = {
  expired: "It has expired",
  "struck-off": "The register has struck them off",
  suspended: "The register has suspended it",
};

/** Whose registration has lapsed, who runs their wards, and who takes over from them, are told; undefined: it is good again. */
export function lapsedFacts(
  world: World,
  { effect, person, register, takeOver, why }: RecordOf<"registration.lapsed">["body"],
): Facts | undefined {
  const known = world.registrations.get(registrationId(person, register));
  if (known?.lapsed?.why !== why) return undefined;
  const takers = takeOver.map((one) => one.person);
  const wards = takeOver.map(({ ward }) => ward);
  return {
    about: person,
    person: "wardkey",
    reason: why,
    type: "registration",
    until: effect,
    ...(takers.length === 0 ? {} : { takers, wards }),
  };
}

/** Whoever runs the wards of somebody whose number the register does not know is told. */
export function unknownFacts(
  world: World,
  { person, register }: RecordOf<"registration.unknown">["body"],
): Facts | undefined {
  const known = world.registrations.get(registrationId(person, register));
  if (known?.unknownSince === undefined) return undefined;
  return { about: person, person: "wardkey", reason: register, type: "registration" };
}

/** What is about a register, and nobody in it. */
export function registerFacts(register: string): Facts {
  return { person: "wardkey", reason: register, type: "registration" };
}

type Words<A extends string> = { readonly [K in A]: (telling: Telling) => Said };

/** That a registration counts no more. */
export const lapsedWords: Words<"subject" | "managers" | "takers"> = {
  subject: ({ reason, until }) => ({
    subject: "Your professional registration counts no more",
    text: [
      `${lapses[reason] ?? reason}. Your access is suspended from ${until} on.`,
      "Speak to your manager, and to your register. Once it is good again, your access is given back in one step.",
    ],
  }),
  managers: ({ people, reason, until, whom }) => ({
    subject: `The professional registration of ${whom} counts no more`,
    text: [
      `${lapses[reason] ?? reason}. The access of ${whom} is suspended from ${until} on: plan without them.`,
      `Once the register says that it is good again, or HR that it was renewed, resume it on the page People: ${people}`,
    ],
  }),
  takers: ({ reason, wards, whom }) => ({
    subject: `You take over from ${whom} in ${wards}`,
    text: [
      `The professional registration of ${whom} counts no more. ${lapses[reason] ?? reason}. They are signed out everywhere, and nothing is open to them from now on.`,
      `You answer for ${wards}: see to it that their patients and tasks are looked after. Patients who had been handed to them by name are yours where that was possible.`,
    ],
  }),
};

/** That the register does not know somebody's number. */
export const unknownWords: Words<"managers"> = {
  managers: ({ people, reason, whom }) => ({
    subject: `The register does not know the number of ${whom}`,
    text: [
      `The register "${reason}" does not know the number that is on record for ${whom}. They go on working: nobody is suspended by that.`,
      `Look at their certificate today. If the number was written down wrongly, HR's file corrects it; if they are not registered, suspend them on the page People: ${people}`,
    ],
  }),
};

/** That a register does not answer. */
export const failedWords: Words<"incidents"> = {
  incidents: ({ reason }) => ({
    subject: `The register "${reason}" does not answer`,
    text: [
      `The professional register "${reason}" does not answer, or what it answers cannot be believed. Nobody is suspended by that, and nobody's registration is checked with it meanwhile.`,
      "See to the connection, or to the file that stands in for it. It is asked again every hour, and you are told once a day for as long as it lasts.",
    ],
  }),
};

/** That many lapses at once were not believed. */
export const stoppedWords: Words<"incidents"> = {
  incidents: ({ reason }) => ({
    subject: `Many registrations with "${reason}" would lapse at once`,
    text: [
      `More registrations with the professional register "${reason}" would lapse within a day than is believed. Nobody was suspended by it. How many is in the record of today, on the page Audit trail.`,
      `Ask the register whether that is so. If just so many are meant, say so with "wardkey registrations release ${reason} <number>"; whoever is meant alone is suspended on the page People.`,
    ],
  }),
};
