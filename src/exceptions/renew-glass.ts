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
        const minutes = String(Math.round(warnBefore / 60_000));
        throw new ExceptionError("too-early.renewal", { minutes });
      }
      const pattern =
        broken.ward === undefined ? undefined : findPattern(bundle, world, broken.ward);
      const until = Math.min(broken.until + glassLasts(bundle, pattern), broken.at + longest);
      if (until <= broken.until) {
        throw new ExceptionError("longest-reached.glass");
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
  throw new ExceptionError("glass-not-yours");
}

function unconfirmed(): ExceptionError {
  return new ExceptionError("standing-unconfirmed");
}

function unknownGlass(): ExceptionError {
  return new ExceptionError("glass-unknown.ended");
}
