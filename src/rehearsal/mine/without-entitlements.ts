import { type PolicyFiles, replaced } from "../mutate/mutant.ts";
import { type Value, valuesIn } from "../mutate/values-in.ts";

/** The file that says what each role may. */
export const rolesFile = "roles.yaml";

/** One entry of what a role may. */
export interface Entitlement {
  readonly role: string;
  readonly name: string;
}

/**
 * The policy without some of what roles may; nothing else of its files changes, and what is not there is let be. A role of which
 * nothing is left keeps an empty list.
 */
export function withoutEntitlements(
  files: PolicyFiles,
  taken: readonly Entitlement[],
): PolicyFiles {
  let text = files[rolesFile] ?? "";
  for (const { role, name } of taken) {
    const entry = valuesIn(text).find(
      ({ keys: [of, key], text: written }) => of === role && key === "may" && written === name,
    );
    if (entry !== undefined) text = withoutItem(text, entry);
  }
  return { ...files, [rolesFile]: text };
}

/** With its line, where it is alone on it; otherwise without the comma that separated it from its neighbour. */
function withoutItem(text: string, { from, to }: Value): string {
  const before = text.slice(0, from);
  const rest = text.slice(to);
  const alone = /\n[ \t]*(?:-[ \t]+)?$/.exec(before);
  const toTheEnd = /^[ \t]*,?[ \t]*(?:#[^\n]*)?(?=\n|$)/.exec(rest);
  if (alone !== null && toTheEnd !== null) {
    return replaced(text, alone.index, to + toTheEnd[0].length, "");
  }
  const after = /^[ \t]*,[ \t]*/.exec(rest);
  // The last of several has its comma before it.
  const comma = after === null ? /,[ \t]*$/.exec(before) : null;
  return replaced(text, comma?.index ?? from, to + (after?.[0].length ?? 0), "");
}
