import { breaking } from "../glass.ts";
import type { Role } from "./bundle.ts";
import { entriesOf, itemsOf, readYaml, recordOf, textOf, type YamlFile, yesOrNo } from "./yaml.ts";

/** Reads roles.yaml; `expand` gives the actions that a name of an action or a group stands for. */
export function readRoles(
  file: string,
  text: string,
  expand: (name: string) => readonly string[],
): { readonly yaml: YamlFile; readonly roles: ReadonlyMap<string, Role> } {
  const { yaml, root } = readYaml(file, text);
  const roles = new Map<string, Role>();
  if (root === undefined) return { yaml, roles };
  for (const entry of entriesOf(yaml, root, "the file")) {
    const stated = recordOf(yaml, entry, ["title", "clinical", "in-charge", "may"], ["critical"]);
    if (stated === undefined) continue;
    const may = new Set<string>();
    const clinical = yesOrNo(yaml, stated.clinical);
    for (const { text: name, node } of itemsOf(yaml, stated.may)) {
      const actions = expand(name);
      if (actions.length === 0) {
        yaml.refuse(node, `"${name}" is no action and no group of the schema`);
      }
      for (const action of actions) may.add(action);
      if (actions.includes(breaking) && !clinical) {
        yaml.refuse(node, "only a clinical role breaks the glass (X10)");
      }
    }
    roles.set(entry.key, {
      name: entry.key,
      title: textOf(yaml, stated.title),
      clinical,
      inCharge: yesOrNo(yaml, stated["in-charge"]),
      critical: stated.critical !== undefined && yesOrNo(yaml, stated.critical),
      may,
    });
  }
  return { yaml, roles };
}
