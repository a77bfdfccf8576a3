import type { Scene } from "../../sessions/index.ts";
import { sayTime, sayWard, zoneOf } from "../../sessions/index.ts";
import { sayReason } from "../say-reason.ts";
import type { Facts } from "./kinds.ts";
import { proofReasons } from "./passport-words.ts";

/** A mail's words. */
export interface Said {
  readonly subject: string;
  /** Paragraphs. */
  readonly text: readonly string[];
}

/** What there is to say, in words that fit into sentences. */
export interface Telling {
  /** Whose doing it is, by name. */
  readonly who: string;
  /** To whom it was done, by name; empty where it was done to nobody. */
  readonly whom: string;
  /** " on 4B"; empty where it is about no ward. */
  readonly place: string;
  readonly reason: string;
  readonly until: string;
  /** When it begins. */
  readonly from: string;
  /** The wards that it is about. */
  readonly wards: string;
  /** " by Fri 14:05"; empty where nothing is due. */
  readonly due: string;
  /** What is sent to somebody alone; empty: nothing is. */
  readonly link: string;
  /** Where reviews are closed. */
  readonly reviews: string;
  /** Where people are looked after. */
  readonly people: string;
  /** Where requests for access are answered. */
  readonly requests: string;
}

/** Puts facts into words as they are understood at the scene's instant, where it happened. */
export function tellingOf(
  { bundle, world, at }: Scene,
  facts: Facts,
  {
    link = "",
    origin,
    who,
    whom,
  }: {
    readonly link?: string;
    readonly origin: string;
    readonly who: string;
    readonly whom: string;
  },
): Telling {
  const { due, from, until, ward, wards = [] } = facts;
  const time = (instant: number) => sayTime(instant, at, zoneOf(world, ward));
  return {
    who,
    whom,
    link,
    place: ward === undefined ? "" : ` on ${sayWard(world, ward)}`,
    reason: reasonOf(bundle, facts),
    from: from === undefined ? "" : time(from),
    wards: wards.map((each) => sayWard(world, each)).join(", "),
    until: until === undefined ? "" : time(until),
    due: due === undefined ? "" : ` by ${time(due)}`,
    people: `${origin}/console/?page=people`,
    reviews: `${origin}/console/?page=reviews`,
    requests: `${origin}/console/?page=grants`,
  };
}

function reasonOf(bundle: Scene["bundle"], { reason, type, ...facts }: Facts): string {
  if (type === "proofing") return proofReasons[reason] ?? reason;
  if (type === "moving") return bundle.roles.get(reason)?.title ?? reason;
  if (type === "arrival") return "";
  // Its words are by what it is.
  if (type === "ending" || type === "registration" || type === "workload" || type === "database")
    return reason;
  return sayReason(bundle, { ...facts, reason, type });
}
