import type { World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** Why the staff passport counts no more that somebody's engagement rests on. */
export const proofReasons: Readonly<Record<string, string>> = {
  revoked: "Its issuer has revoked it",
  suspended: "Its issuer has suspended it",
  "untrusted-issuer": "Its issuer is not believed any more",
  "proofing-too-low": "Its issuer checked less well than is asked by now",
  "role-not-theirs": "Its issuer is not believed for this role any more",
  "too-long": "Its issuer is not believed for as long as the engagement lasts",
  unsure: "Its issuer does not answer, and what was known is over",
};

/** Whoever accepted it, and whoever answers for the ward, are told. */
export function proofFacts(world: World, engagement: string, reason: string): Facts | undefined {
  const known = world.engagements.get(engagement);
  if (known?.proof === undefined) return undefined;
  const { person, proof } = known;
  const ward = world.rolesByPerson
    .get(person)
    .flatMap((id) => world.roles.get(id) ?? [])
    .find((role) => role.engagement === engagement)?.ward;
  return {
    about: person,
    person: proof.by,
    reason,
    type: "proofing",
    ...(ward === undefined ? {} : { ward }),
  };
}

/** That an engagement is suspended, or waits for evidence again. */
export function lostWords({ people, place, reason, whom }: Telling): Said {
  return {
    subject: `The staff passport of ${whom}${place} counts no more`,
    text: [
      `Who ${whom} is${place} was shown by a staff passport that counts no more. ${reason}. Their engagement is suspended: nothing is open to them, and they are signed out everywhere.`,
      `If they are needed, look at new evidence on the page People, and resume it there: ${people}`,
    ],
  };
}

/** That nobody knows; nobody is suspended by that. */
export function unsureWords({ people, place, reason, whom }: Telling): Said {
  return {
    subject: `Whether the staff passport of ${whom}${place} still counts is not known`,
    text: [
      `Who ${whom} is${place} was shown by a staff passport. Whether it still counts cannot be found out. ${reason}. They go on working: a source that fails suspends nobody.`,
      `Ask the issuer, or look at their documents and record that on the page People: ${people}`,
    ],
  };
}
