import { emergencyOf, responderOf } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Emergency, Responder, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/** @throws ExceptionError `emergency-over` */
export function requireEmergency(world: World, id: string, at: Instant): Emergency {
  const emergency = emergencyOf(world, id, at);
  if (emergency !== undefined) return emergency;
  throw new ExceptionError("emergency-over");
}

/**
 * The person as one who responds to it.
 *
 * @throws ExceptionError `not-responding`
 */
export function requireResponder(
  world: World,
  emergency: Emergency,
  person: string,
  at: Instant,
): Responder {
  const responder = responderOf(world, emergency, person, at);
  if (responder !== undefined) return responder;
  throw new ExceptionError("not-responding");
}
