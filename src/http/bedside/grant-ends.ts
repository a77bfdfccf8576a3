import type { Permit } from "../../access/index.ts";
import { type Scene, zoneOf } from "../../sessions/index.ts";
import { type Session, survivorOf } from "../../world/index.ts";
import type { ChartView } from "../contract.ts";
import { spoken } from "../spoken.ts";

/** When a permit rests on a grant alone (X1): what the screen says of it. */
export function grantEnds(
  { world, at, bundle }: Scene,
  ward: string,
  { person }: Session,
  patient: string,
  { policies }: Permit,
): ChartView["ends"] {
  const isByGrant = (id: string) => bundle.policies.get(id)?.says === "granted";
  if (!policies.every(isByGrant)) return undefined;
  const running = world.grantsByPerson
    .get(person)
    .flatMap((id) => world.grants.get(id) ?? [])
    .filter(({ state, until = at }) => state === "active" && at < until)
    .filter(({ patient: of }) => of === undefined || survivorOf(world, of) === patient)
    .toSorted((a, b) => Number(b.patient !== undefined) - Number(a.patient !== undefined));
  const [grant] = running;
  if (grant === undefined) return undefined;
  const { id, activatedAt: since = at, until: ends = at } = grant;
  const when = { zone: zoneOf(world, ward), at };
  const { message: text, said } = spoken("ends.grant", { until: { instant: ends } }, when);
  return { since, at: ends, text, said, grant: id };
}
