import type { Location } from "../../world/index.ts";
import { isBedCode } from "../shared/bed-code.ts";
import type { Slate } from "../shared/deps.ts";
import type { Refusal } from "../shared/report.ts";
import { type Item, outcomeOf, type Verdict } from "../shared/take-in.ts";
import type { FhirOptions } from "./options.ts";
import {
  codesOf,
  get,
  identifierAt,
  keyOf,
  type Resource,
  referenceKey,
  refuse,
  textAt,
} from "./resource.ts";

/*
 * A Location's row in `identifiers` leads to a site's or ward's id, or for a room or bed to `ward#bed`.
 */

/** Patterns that a ward's type tells (v3 RoleCode). */
const patterns: Readonly<Record<string, string>> = {
  ER: "emergency",
  ETU: "emergency",
  ICU: "theatre-icu",
  PEDICU: "theatre-icu",
  PEDNICU: "theatre-icu",
  CCU: "theatre-icu",
};

const siteKinds: ReadonlySet<string> = new Set(["si", "bu"]);
const bedKinds: ReadonlySet<string> = new Set(["ro", "bd"]);

/** A Location (R4 section 8.8): a site, a ward, or a bed in a ward, by its physicalType. */
export function locationItem(resource: Resource, options: FhirOptions): Item | Refusal {
  const { body } = resource;
  const parent = referenceKey(get(body, "partOf"), "Location");
  const [kind = ""] = codesOf(get(body, "physicalType"));
  const code = identifierAt(body, 0) ?? resource.id;
  if (typeof code === "object") return refuse(resource, `Location.${code.column}`, code.reason);
  const keys = [keyOf(resource), ...(parent === undefined ? [] : [parent])];
  return {
    line: resource.line,
    keys: keys.map((key) => ({ table: "identifiers", key })),
    handle(slate) {
      const above = parent === undefined ? undefined : slate.read("identifiers", parent);
      if (parent !== undefined && typeof above !== "string") {
        return {
          column: "Location.partOf",
          reason: `${parent.slice(5)} is not known here; import it first`,
        };
      }
      const place = {
        code,
        name: textAt(body, "name") || code,
        above: typeof above === "string" ? above : undefined,
      };
      const led = lead(slate, resource, kind, place, options);
      if (typeof led !== "string") return led;
      if (slate.read("identifiers", keyOf(resource)) !== led)
        slate.write("identifiers", keyOf(resource), led);
      return outcomeOf(slate);
    },
  };
}

/** The id of the site that a Location stands for; undefined where it is none. */
export function siteOf(resource: Resource): string | undefined {
  const [kind = ""] = codesOf(get(resource.body, "physicalType"));
  const code = identifierAt(resource.body, 0) ?? resource.id;
  return siteKinds.has(kind) && typeof code === "string" ? code : undefined;
}

interface Place {
  readonly code: string;
  readonly name: string;
  readonly above: string | undefined;
}

/** What a Location's row leads to, or why it leads nowhere. */
function lead(
  slate: Slate,
  { body }: Resource,
  kind: string,
  { code, name, above }: Place,
  options: FhirOptions,
): string | Exclude<Verdict, string> {
  if (siteKinds.has(kind)) {
    // A building of a site is that site.
    if (above !== undefined && isSite(slate, above)) return above;
    if (!isSite(slate, code))
      slate.record({ kind: "site.registered", body: { name, site: code, zone: options.zone } });
    return code;
  }
  if (bedKinds.has(kind)) {
    const ward = above?.split("#")[0];
    if (ward === undefined || !isWard(slate, ward))
      return { column: "Location.partOf", reason: "a room or bed belongs to a ward" };
    if (!isBedCode(code))
      return { column: "Location.identifier", reason: "it is no code of a room or bed" };
    return `${ward}#${code}`;
  }
  if (isWard(slate, code)) return code;
  if (kind !== "wa")
    return {
      column: "Location.physicalType",
      reason: "it is no ward that is known here, and not marked as one (wa)",
    };
  const site = siteFor(slate, above, options);
  if (site === undefined)
    return { column: "Location.partOf", reason: "the site of this ward is not known" };
  const [pattern] = codesOf(get(body, "type")).flatMap((type) => patterns[type] ?? []);
  slate.record({
    kind: "ward.registered",
    body: {
      name,
      pattern: pattern ?? options.pattern ?? "inpatient",
      site,
      type: "ward",
      ward: code,
    },
  });
  return code;
}

function siteFor(
  slate: Slate,
  above: string | undefined,
  { site }: FhirOptions,
): string | undefined {
  if (above !== undefined) return isSite(slate, above) ? above : slate.world.wards.get(above)?.site;
  if (site !== undefined) return isSite(slate, site) ? site : undefined;
  const [only, ...others] = slate.world.sites.values();
  return others.length === 0 ? only?.id : undefined;
}

function isSite(slate: Slate, id: string): boolean {
  if (slate.world.sites.has(id)) return true;
  for (const { kind, body } of slate.told())
    if (kind === "site.registered" && body.site === id) return true;
  return false;
}

function isWard(slate: Slate, id: string): boolean {
  if (slate.world.wards.has(id)) return true;
  for (const { kind, body } of slate.told())
    if (kind === "ward.registered" && body.ward === id) return true;
  return false;
}

/** The place in a ward that a Location's key leads to; undefined where it is no ward. */
export function placeAt(slate: Slate, key: string): Location | undefined {
  const led = slate.read("identifiers", key);
  if (typeof led !== "string") return undefined;
  const [ward = "", bed] = led.split("#");
  if (!slate.world.wards.has(ward)) return undefined;
  return bed === undefined ? { ward } : { bed, ward };
}

/** The wards that Locations' keys lead to. */
export function wardsAt(slate: Slate, keys: readonly string[]): readonly string[] {
  return [...new Set(keys.flatMap((key) => placeAt(slate, key)?.ward ?? []))];
}
