import type { Duty } from "../../access/index.ts";
import { patternOf, saySilence } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Scene, zoneOf } from "../../sessions/index.ts";
import type { SaidView, Spoken } from "../contract.ts";
import { spoken } from "../spoken.ts";

/** A feed that the person's work rests on: what to say of it while it is silent, and when that changes. */
export interface FeedSilence {
  readonly told?: Spoken;
  readonly lookAt: Instant;
}

/** The bed moves and rosters of a person's wards (C4): silent ones are said, the others looked at in time. */
export function feedSilences(
  scene: Scene,
  duties: readonly Duty[],
  seatWard: string,
): readonly FeedSilence[] {
  const { world, at, bundle } = scene;
  const wards = new Set([seatWard, ...duties.map(({ ward }) => ward)]);
  const silences: FeedSilence[] = [];
  for (const { type, wards: spokenOf, heardAt } of world.feeds.values()) {
    if (type !== "adt" && type !== "roster") continue;
    const limits = [...wards]
      .filter((ward) => spokenOf === undefined || spokenOf.includes(ward))
      .map((ward) => patternOf(bundle, world, ward))
      .map((pattern) => (type === "adt" ? pattern.adtStaleAfter : pattern.rosterStaleAfter));
    if (limits.length === 0) continue;
    const due = heardAt + Math.min(...limits);
    if (at < due) {
      silences.push({ lookAt: due });
      continue;
    }
    const when = { zone: zoneOf(world, seatWard), at };
    const { said } = spoken(`stale.${type}`, { since: { instant: heardAt } }, when);
    const message = saySilence({ type, since: heardAt }, when);
    silences.push({ told: { message, said }, lookAt: Number.POSITIVE_INFINITY });
  }
  return silences;
}

/** The silent ones, as a screen says them. */
export function staleView(silences: readonly FeedSilence[]): {
  readonly stale: readonly string[];
  readonly staleSaid: readonly SaidView[];
} {
  const told = silences.flatMap((silence) => silence.told ?? []);
  return {
    stale: told.map(({ message }) => message),
    staleSaid: told.flatMap(({ said = [] }) => said),
  };
}
