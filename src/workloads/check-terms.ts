import type { Duration, Instant } from "../ports/index.ts";
import type { WorkloadHours, WorkloadTerms, World } from "../world/index.ts";
import { WorkloadError } from "./errors.ts";
import { requirePeople } from "./find-workload.ts";

const day: Duration = 24 * 60 * 60 * 1000;

/** L2: nothing lasts longer from now on: twelve months, and a day. */
const longestWorkload: Duration = 366 * day;

/** `system/Observation.rs`, `decision.ask`: letters of RFC 6749 section 3.3, without what a list would be cut at. */
const scopeForm =
  /^(?:system\/[A-Za-z*]+\.[a-z*]+(?:\?[\x21\x23-\x5b\x5d-\x7e]+)?|[a-z]+\.[a-z-]+)$/;

/** A block of IPv4 or IPv6; whether the address is one, whoever reads it for use says. */
const blockForm =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/(?:\d|[12]\d|3[0-2]))?|[\da-f:]*:[\da-f:.]*(?:\/(?:\d{1,2}|1[01]\d|12[0-8]))?)$/i;

/**
 * Owner, deputy, purpose, environment, vendor, scopes and an end are all required; nothing is implied.
 *
 * @throws WorkloadError `workload-terms`, `workload-people`
 */
export function checkTerms(world: World, terms: WorkloadTerms, at: Instant): void {
  const {
    accounts = [],
    failover = [],
    gives = [],
    hours,
    name,
    networks = [],
    purpose,
    purposes,
    scopes,
    until,
    vendor,
    wards = [],
  } = terms;
  if (!isText(name, 100)) throw new WorkloadError("workload-terms.name");
  if (!isText(purpose, 200)) throw new WorkloadError("workload-terms.purpose");
  if (!isText(vendor, 100)) throw new WorkloadError("workload-terms.vendor");
  requireScopes(scopes);
  const unknown = wards.find((ward) => !world.wards.has(ward));
  if (unknown !== undefined) throw new WorkloadError("workload-terms.wards", { ward: unknown });
  if (purposes !== undefined && !arePurposes(purposes)) {
    throw new WorkloadError("workload-terms.purposes");
  }
  if (hours !== undefined && !isWindow(hours)) throw new WorkloadError("workload-terms.hours");
  if (![...networks, ...failover].every((block) => blockForm.test(block))) {
    throw new WorkloadError("workload-terms.networks");
  }
  if (!accounts.every((account) => /^[a-z][a-z0-9-]{0,19}:\S.{0,199}$/.test(account))) {
    throw new WorkloadError("workload-terms.accounts");
  }
  // Which roles a client of SCIM gives where is named one by one, or said to be every one.
  if (gives.length > 1_000 || !gives.every((one) => /^(\*|[^@*\s]+)@(\*|[^@*\s]+)$/.test(one))) {
    throw new WorkloadError("workload-terms.gives");
  }
  requireUntil(until, at);
  requirePeople(world, terms, at);
}

/** @throws WorkloadError `workload-terms` */
function requireScopes(scopes: readonly string[]): void {
  const each = new Set(scopes);
  if (each.size > 0 && each.size === scopes.length && scopes.every((one) => scopeForm.test(one))) {
    return;
  }
  throw new WorkloadError("workload-terms.scopes");
}

/** Everything has an end (L2). @throws WorkloadError `workload-terms` */
export function requireUntil(until: Instant, at: Instant): void {
  if (Number.isSafeInteger(until) && until > at && until - at <= longestWorkload) return;
  throw new WorkloadError("workload-terms.until");
}

/** Codes of HL7 v3 PurposeOfUse; emergency access is for people, who answer for it (X10). */
function arePurposes(purposes: readonly string[]): boolean {
  const isCode = (code: string) =>
    /^[A-Z]{2,12}$/.test(code) && code !== "BTG" && code !== "ETREAT";
  return purposes.length > 0 && purposes.every(isCode);
}

function isText(text: string, most: number): boolean {
  return text.trim() !== "" && text.length <= most;
}

/** The same time twice would be all day or nothing: whoever means all day says no hours. */
function isWindow({ from, to, zone }: WorkloadHours): boolean {
  const isTime = (text: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
  return isTime(from) && isTime(to) && from !== to && /^[A-Za-z]+(?:\/[\w+-]+)*$/.test(zone);
}
