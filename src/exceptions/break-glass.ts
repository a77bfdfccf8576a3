import { type Bundle, emergenciesOf, findPattern, glassLasts, openGlass } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { opened } from "../reviews/index.ts";
import { inEmergency, type NewRecord, type World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { saidWord } from "./said-word.ts";

/** What breaking the glass is derived from: the batch in which the policy permits it. */
export interface Breaking {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
  readonly id: (prefix: string) => string;
}

/** Who breaks it for whom, and why they say they do. */
export interface BreakGlassWish {
  readonly person: string;
  /** That of the session it is done from: the access is live only while this is (L1). */
  readonly engagement: string;
  readonly patient: string;
  /** A code of break-glass.yaml; in a declared emergency none is asked (X11). */
  readonly reason?: string;
  /** Where the work is, as the permit says. */
  readonly ward?: string;
}

/**
 * The records of breaking the glass (X10), which follow in one batch from the permit for `glass.break`: the access, for one
 * patient and the pattern's time, and the review that somebody else owes it (X13). While it lasts, it is not broken again.
 *
 * @throws ExceptionError `reason-unknown`
 */
export function breakGlass(
  { bundle, world, at, id }: Breaking,
  { person, engagement, patient, reason: asked, ward }: BreakGlassWish,
): readonly NewRecord[] {
  const { reviewWithin } = bundle.breakGlass;
  // Whatever is broken in an emergency ends with it, since no PIN was asked for (X11).
  const [emergency] = emergenciesOf(world, person, at);
  const isAsked = emergency === undefined || asked !== undefined;
  const reason = isAsked ? checkedReason(bundle, asked) : inEmergency;
  if (openGlass(world, person, patient, at) !== undefined) return [];
  const pattern = ward === undefined ? undefined : findPattern(bundle, world, ward);
  const glass = id("gls");
  const place = ward === undefined ? {} : { ward };
  const longest = emergency?.until ?? Number.POSITIVE_INFINITY;
  const until = Math.min(at + glassLasts(bundle, pattern), longest);
  const because = emergency === undefined ? {} : { emergency: emergency.id };
  const review = {
    type: "break-glass",
    about: glass,
    due: at + reviewWithin,
    patient,
    person,
    reason,
    ...place,
  } as const;
  return [
    {
      kind: "glass.broken",
      body: { ...because, engagement, glass, patient, person, reason, until, ...place },
    },
    opened(id("rev"), review),
  ];
}

/** @throws ExceptionError `reason-unknown` */
function checkedReason({ breakGlass }: Bundle, asked: string | undefined): string {
  const { reasons } = breakGlass;
  if (asked !== undefined && reasons.has(asked)) return asked;
  const values = { typed: saidWord(asked ?? ""), known: [...reasons.keys()].join(", ") };
  throw new ExceptionError("reason-unknown", values);
}
