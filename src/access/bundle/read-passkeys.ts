import type { BundleProblem, HardwareModel } from "./bundle.ts";
import { entriesOf, readYaml, recordOf, textOf } from "./yaml.ts";

/** RFC 9562 text form, which is how makers publish AAGUIDs. */
const aaguid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const noModel = "00000000-0000-0000-0000-000000000000";
const certificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Reads passkeys.yaml: the models of hardware passkeys that count as level 4, by AAGUID, each with the root
 * certificates of its maker, without which an AAGUID is only a claim. Without the file there are none.
 */
export function readPasskeys(
  file: string,
  text: string | undefined,
): {
  readonly hardware: ReadonlyMap<string, HardwareModel>;
  readonly problems: readonly BundleProblem[];
} {
  const hardware = new Map<string, HardwareModel>();
  if (text === undefined) return { hardware, problems: [] };
  const { yaml, root } = readYaml(file, text);
  for (const entry of root === undefined ? [] : entriesOf(yaml, root, "the file")) {
    if (entry.key !== "hardware") {
      yaml.refuse(entry.keyNode, `"${entry.key}" is unknown here; known is hardware`);
      continue;
    }
    for (const model of entriesOf(yaml, entry.value ?? entry.keyNode, entry.key)) {
      const stated = recordOf(yaml, model, ["title", "roots"]);
      if (!aaguid.test(model.key) || model.key === noModel) {
        yaml.refuse(model.keyNode, `"${model.key}" is no AAGUID of a model, in lower case`);
      }
      if (stated === undefined) continue;
      const roots = textOf(yaml, stated.roots).match(certificate) ?? [];
      if (roots.length === 0) yaml.refuse(stated.roots.value, "roots holds no PEM certificate");
      hardware.set(model.key, { title: textOf(yaml, stated.title), roots });
    }
  }
  return { hardware, problems: yaml.problems };
}
