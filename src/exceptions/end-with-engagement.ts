import type { Bundle } from "../access/index.ts";
import type { Ending, NewRecord } from "../world/index.ts";
import { unconfirmedReview } from "./confirm-shifts.ts";
import { revoked } from "./end-grant.ts";

/**
 * What ends of exceptions with an engagement (L3): what was granted, asked for or broken under it, shifts that nobody has confirmed
 * yet, and staying because relief did not come. With the person's last engagement, what they have asked for colleagues and agreed
 * with them too. Without a policy it ends all the same.
 */
export function endExceptions(bundle: Bundle | undefined, ending: Ending): readonly NewRecord[] {
  const { engagement, world } = ending;
  const { id, person } = engagement;
  const isIts = (one: { readonly engagement: string } | undefined) => one?.engagement === id;
  const records: NewRecord[] = [...grants(bundle, ending)];
  for (const glass of world.glassesByPerson.get(person)) {
    if (!isIts(world.glasses.get(glass))) continue;
    records.push({ kind: "glass.ended", body: { glass, reason: "engagement-ended" } });
  }
  for (const duty of world.declaredByPerson.get(person)) {
    const declared = world.declared.get(duty);
    if (declared === undefined || declared.ended !== undefined || !isIts(declared)) continue;
    records.push({ kind: "duty.lapsed", body: { duty } });
    if (bundle !== undefined) records.push(unconfirmedReview(bundle, ending, declared, "lapsed"));
  }
  for (const relief of world.reliefsByPerson.get(person)) {
    if (isIts(world.reliefs.get(relief))) records.push({ kind: "relief.ended", body: { relief } });
  }
  return [...records, ...agreed(ending)];
}

function grants(
  bundle: Bundle | undefined,
  { at, engagement: { id, person }, others, world }: Ending,
): readonly NewRecord[] {
  const isOver = (grant: { readonly engagement: string }) => grant.engagement === id;
  const own = world.grantsByPerson
    .get(person)
    .flatMap((grant) => world.grants.get(grant) ?? [])
    .filter(isOver);
  const ended = own.flatMap((grant): readonly NewRecord[] =>
    bundle === undefined
      ? [{ kind: "grant.revoked", body: { grant: grant.id, reason: "not-engaged" } }]
      : revoked({ bundle, world, at }, grant, "not-engaged"),
  );
  if (others.length > 0) return ended;
  // Nobody stands behind what they have asked for a colleague any more.
  const asked = [...world.grants.values()].filter(
    ({ askedBy, person: holder, state }) =>
      state === "pending" &&
      askedBy.type === "person" &&
      askedBy.id === person &&
      holder !== person,
  );
  return [
    ...ended,
    ...asked.map(
      ({ id: grant }) =>
        ({ kind: "grant.revoked", body: { grant, reason: "not-engaged" } }) as const,
    ),
  ];
}

function agreed({ engagement: { person }, others, what, world }: Ending): readonly NewRecord[] {
  if (others.length > 0 || what === "open") return [];
  return world.swapsByPerson
    .get(person)
    .map((swap) => ({ kind: "swap.ended", body: { reason: "withdrawn", swap } }) as const);
}
