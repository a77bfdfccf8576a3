import type { PathwayTeams } from "../../world/index.ts";
import type { FhirOptions } from "./options.ts";
import { get, textAt } from "./resource.ts";

/**
 * What references call Organizations: `system|value` of a logical identifier, and `Organization/id`. A reference to something else
 * is none.
 */
export function organisationsIn(references: readonly unknown[]): readonly (readonly string[])[] {
  return references.flatMap((one) => {
    const [, local] = /(?:^|\/)(Organization\/[A-Za-z0-9.-]{1,64})(?:\/_history\/|$)/.exec(
      textAt(one, "reference"),
    ) ?? [undefined, undefined];
    const identifier = get(one, "identifier");
    const [system, value] = [textAt(identifier, "system"), textAt(identifier, "value")];
    const isOrganisation = local !== undefined || textAt(one, "type") === "Organization";
    if (!isOrganisation) return [];
    const names = [local, value === "" ? undefined : `${system}|${value}`];
    return [names.filter((name) => name !== undefined)];
  });
}

/** Which teams a care pathway that names these lets in (C11); who the policy knows none of is nobody here. */
export function teamsOf(
  named: readonly (readonly string[])[],
  { organisations }: Pick<FhirOptions, "organisations">,
): PathwayTeams {
  const names = new Set(named.flat());
  const isNamed = (known: ReadonlySet<string>) => [...known].some((name) => names.has(name));
  if (organisations === undefined) return { own: false, visiting: [] };
  const visiting = [...organisations.issuers.values()].filter((each) => isNamed(each.knownAs));
  return {
    own: isNamed(organisations.knownAs),
    visiting: visiting.map(({ issuer }) => issuer).toSorted(),
  };
}
