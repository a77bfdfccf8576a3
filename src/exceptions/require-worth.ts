import { type GrantScope, grantOpens } from "../access/index.ts";
import { ExceptionError } from "./errors.ts";
import type { Granting } from "./granting.ts";

/**
 * Nothing is asked for, approved or begun that would open nothing (C10): a chart that needs care is for those named in it, and
 * its policies know no grant.
 *
 * @throws ExceptionError `grant-opens-nothing`
 */
export function requireWorth(granting: Granting, scope: GrantScope): void {
  const opens = grantOpens(granting, scope);
  if (opens === "yes") return;
  throw new ExceptionError(opens === "glass" ? "grant-opens-nothing.glass" : "grant-opens-nothing");
}
