import { type Bundles, findPattern, glassLasts } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { BrokenGlass, Command, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/**
 * More time for broken glass, by one touch, shortly before it ends (X11); never beyond the longest that the policy allows, nor what would become
 * standing access before somebody else has confirmed it (X7).
 *
 * @throws ExceptionError `glass-unknown`, `glass-not-yours`, `too-early`, `longest-reached`, `standing-unconfirmed`
 */
export function renewGlass(
  { bundles }: { readonly bundles: Bundles },
  { glass, person }: { readonly glass: string; readonly person: string },
): Command<{ readonly until: Instant }> {
  return {
    name: "glass.renew",
    actor: { type: "person", id: person },
    handle: ({ world, at }) => {
      const broken = requireGlass(world, glass, person, at);
      const bundle = bundles.current(world);
      if (bundle === undefined) throw unknownGlass();
      if (broken.confirmedUntil !== undefined) throw unconfirmed();
      const { longest, warnBefore } = bundle.breakGlass;
      if (at < broken.until - warnBefore) {
        const minutes = Math.round(warnBefore / 60_000);
        throw new ExceptionError("too-early", `It can be renewed ${minutes} min before it ends.`);
      }
      const pattern =
        broken.ward === undefined ? undefined : findPattern(bundle, world, broken.ward);
      const until = Math.min(broken.until + glassLasts(bundle, pattern), broken.at + longest);
      if (until <= broken.until) {
        const what = "It has lasted as long as it may. Ask for cover, or break the glass anew.";
        throw new ExceptionError("longest-reached", what);
      }
      return { records: [{ kind: "glass.renewed", body: { glass, until } }], answer: { until } };
    },
  };
}

/**
 * Gives back what is not needed any more; its review stays.
 *
 * @throws ExceptionError `glass-unknown`, `glass-not-yours`
 */
export function giveBackGlass({
  glass,
  person,
}: {
  readonly glass: string;
  readonly person: string;
}): Command<void> {
  return {
    name: "glass.end",
    actor: { type: "person", id: person },
    handle: ({ world, at }) => {
      requireGlass(world, glass, person, at);
      return {
        records: [{ kind: "glass.ended", body: { glass, reason: "given-back" } }],
        answer: undefined,
      };
    },
  };
}

function requireGlass(world: World, id: string, person: string, at: Instant): BrokenGlass {
  const glass = world.glasses.get(id);
  if (glass === undefined || glass.until <= at) throw unknownGlass();
  if (glass.person === person) return glass;
  throw new ExceptionError("glass-not-yours", "Somebody else broke this glass.");
}

function unconfirmed(): ExceptionError {
  const what =
    "You have broken the glass for this patient so often that somebody else has to confirm it first: the privacy officer can. Until then it ends when it says. Ask for cover, or break the glass anew.";
  return new ExceptionError("standing-unconfirmed", what);
}

function unknownGlass(): ExceptionError {
  return new ExceptionError("glass-unknown", "This access has ended. Break the glass anew.");
}
