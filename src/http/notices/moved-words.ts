import type { RecordOf, World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** Whoever moves, and whoever runs a ward that they leave or come to, is told (L4); who did it knows. */
export function movedFacts(
  world: World,
  { actor, body: { engagement, from, left, role, ward } }: RecordOf<"engagement.moved">,
): Facts | undefined {
  const about = world.engagements.get(engagement)?.person;
  if (about === undefined) return undefined;
  return {
    about,
    from,
    person: actor.id,
    reason: role,
    type: "moving",
    until: Math.max(from, ...left.map(({ until }) => until)),
    ward,
    wards: [...new Set([...left.map((one) => one.ward), ward])],
  };
}

/** What is gained, what is lost, and when; what each role lets them do stands on the page People. */
export const movedWords: {
  readonly [A in "managers" | "subject"]: (telling: Telling) => Said;
} = {
  subject: ({ from, place, reason, until, wards }) => ({
    subject: `You move to another role or ward: ${reason}${place}`,
    text: [
      `From ${from} on you are ${reason}${place}. What you had until now ends at ${until}, with the shifts after that in a ward that you leave: ${wards}.`,
      "If you did not expect this, ask your manager now.",
    ],
  }),
  managers: ({ from, people, place, reason, until, wards, whom }) => ({
    subject: `${whom} moves to another role or ward: ${reason}${place}`,
    text: [
      `From ${from} on ${whom} is ${reason}${place}. What they had until now ends at ${until}, with the shifts after that in a ward that they leave. It is about: ${wards}.`,
      `Hand over what has to be handed over before then, and see that the roster knows of it. What they may do by each role stands on the page People; if you did not expect this, it is put right there: ${people}`,
    ],
  }),
};
