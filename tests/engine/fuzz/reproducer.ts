/** A difference as a text that can be pasted into a test. */
import type { Difference } from "./compare.ts";
import { entityJson, linkValues, nativeLong, requestJson } from "./json.ts";
import { printSet } from "./oracle.ts";
import type { FuzzSet } from "./types.ts";

/** The set, the request and both answers. */
export function reproducer(set: FuzzSet, difference: Difference): string {
  const { aspect, way, request: at } = difference;
  const printed = printSet(set);
  const request = at === undefined ? undefined : set.requests[at];
  const [before, after] = set.entities.map((list) =>
    list.map((entity) => entityJson(entity, nativeLong)),
  );
  const links = set.links.map((link) => ({
    template: link.template,
    id: link.id,
    values: linkValues(link),
  }));
  const lines = [
    `// ${aspect}, ${way}: seed ${JSON.stringify(set.seed)}, set ${set.index} (${set.kind})`,
    `const schema = \`\n${printed.schema.replaceAll(/[\\`$]/g, "\\$&")}\n\`;`,
    `const policies = ${toSource(printed.policies)};`,
  ];
  if (set.templates.length > 0) {
    lines.push(
      `const templates = ${toSource(printed.templates)};`,
      `const links = ${toSource(links)};`,
    );
  }
  lines.push(`const entities = ${toSource(before)};`);
  if (request?.phase === 1) lines.push(`const entitiesThen = ${toSource(after)};`);
  if (request !== undefined) {
    lines.push(`const request = ${toSource(requestJson(request, nativeLong))};`);
  }
  const earlier = set.requests.slice(0, at);
  if (earlier.length > 0) {
    lines.push(
      `const askedBefore = ${toSource(earlier.map((one) => requestJson(one, nativeLong)))};`,
    );
  }
  lines.push(
    `// cedar:  ${oneLine(difference.expected)}`,
    `// engine: ${oneLine(difference.actual)}`,
  );
  return lines.join("\n");
}

function oneLine(answer: unknown): string {
  return typeof answer === "string"
    ? answer.replaceAll("\n", "\n//         ")
    : JSON.stringify(answer);
}

/** JavaScript whose value this is: bigints as such, `__proto__` as a property and nothing else. */
export function toSource(value: unknown, indent = ""): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map((item) => toSource(item, `${indent}  `))
    : Object.entries(value).map(([key, inner]) => {
        const name = key === "__proto__" ? '["__proto__"]' : JSON.stringify(key);
        return `${name}: ${toSource(inner, `${indent}  `)}`;
      });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const line = `${open}${parts.join(", ")}${close}`;
  if (line.length < 90 && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent}${close}`;
}
