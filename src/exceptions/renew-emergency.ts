import type { Bundles } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Command } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Response } from "./join-emergency.ts";
import { requireEmergency, requireResponder } from "./require-emergency.ts";

/**
 * More time for an emergency, by one touch of a responder shortly before its end; never beyond the longest that the policy
 * allows.
 *
 * @throws ExceptionError `emergency-over`, `not-responding`, `too-early`, `longest-reached`
 */
export function renewEmergency(
  { bundles }: { readonly bundles: Bundles },
  { emergency: id, person }: Response,
): Command<{ readonly until: Instant }> {
  return {
    name: "emergency.renew",
    actor: { type: "person", id: person },
    handle: ({ world, at }) => {
      const emergency = requireEmergency(world, id, at);
      requireResponder(world, emergency, person, at);
      const kind = bundles.current(world)?.emergencies.get(emergency.type);
      const { lasts, longest, warnBefore } = kind ?? { lasts: 0, longest: 0, warnBefore: 0 };
      if (at < emergency.until - warnBefore) {
        const minutes = String(Math.round(warnBefore / 60_000));
        throw new ExceptionError("too-early.renewal", { minutes });
      }
      const until = Math.min(emergency.until + lasts, emergency.at + longest);
      if (until <= emergency.until) {
        throw new ExceptionError("longest-reached.emergency");
      }
      const body = { emergency: id, until };
      return { records: [{ kind: "emergency.renewed", body }], answer: { until } };
    },
  };
}
