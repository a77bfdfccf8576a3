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
  const instead =
    opens === "glass"
      ? "Ask whoever is named in the patient's care to name you in it. Where care cannot wait, whoever is on duty breaks the glass, and it is reviewed."
      : "The medical records office shows it to whom it is for.";
  throw new ExceptionError(
    "grant-opens-nothing",
    `Access for a time does not open this chart. ${instead}`,
  );
}
