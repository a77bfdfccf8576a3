import type { EngineDecision } from "../engine/index.ts";
import type { Duration } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import type { Denial, DenialCause, Permit } from "./answer.ts";
import type { Bundle, Pattern } from "./bundle/bundle.ts";
import { english, type Words } from "./words.ts";

/** A denial that needs no policy to say why. */
export function plainDenial(
  question: {
    readonly bundle: Bundle | undefined;
    readonly world: World;
    readonly words?: Words;
  },
  cause: DenialCause,
  code: string,
): Denial {
  const { bundle, world, words = english } = question;
  return {
    type: "deny",
    cause,
    policies: [],
    reasons: [words.denied[code] ?? ""],
    codes: [code],
    said: [{ code, values: {}, zone: "UTC" }],
    remedies: [],
    advice: [],
    ...placeOf(world),
    bundle: bundle?.hash ?? "",
  };
}

/** How long a permit may be relied on: longer by whoever hears of revocations (D6). */
export type ValidityKey = "maxValidity" | "maxValidityWithStream";

/** Which of a pattern's two times that is. */
export function validityKey({
  revocationStream,
}: {
  readonly revocationStream?: boolean;
}): ValidityKey {
  return revocationStream === true ? "maxValidityWithStream" : "maxValidity";
}

/** No permit of any pattern reaches further. */
export function horizon(bundle: Bundle, key: ValidityKey): Duration {
  return key === "maxValidity" ? bundle.longestValidity : bundle.longestValidityWithStream;
}

/** The pattern's maxValidity: of the strictest of the wards it is about. */
export function validityOf(
  { bundle, world }: { readonly bundle: Bundle; readonly world: World },
  { wards, pattern }: { readonly wards: readonly string[]; readonly pattern: Pattern | undefined },
  key: ValidityKey,
): Duration {
  let validity = pattern?.[key] ?? bundle.shortestValidity;
  for (const ward of wards) {
    const other = bundle.patterns.get(world.wards.get(ward)?.pattern ?? "")?.[key];
    validity = Math.min(validity, other ?? bundle.shortestValidity);
  }
  return validity;
}

/** Where the answer stands: cut off from the log, on what was seen of it last. */
export function placeOf({ downtime, next }: World): Pick<Permit, "position" | "offline"> {
  return downtime === undefined
    ? { position: next }
    : { position: downtime.position, offline: true };
}

/** Why nothing was permitted. */
export function causeOf({ reasons, errors }: EngineDecision): DenialCause {
  if (reasons.length > 0) return "forbidden";
  return errors.length > 0 ? "error" : "no-policy";
}

/** The first site that the hospital has. */
export function firstSite(world: World): { readonly zone: string } | undefined {
  for (const site of world.sites.values()) return site;
  return undefined;
}
