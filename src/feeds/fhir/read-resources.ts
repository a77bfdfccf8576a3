import { findJsonFault } from "../shared/json-fault.ts";
import { type Line, type Lines, readLine } from "../shared/lines.ts";
import type { Refusal } from "../shared/report.ts";
import { type Fields, listAt, type Resource, textAt } from "./resource.ts";

/** More than this on one line is no resource that we read. */
const longestLine = 16 * 1024 * 1024;

/** The resources of newline-delimited JSON (FHIR Bulk Data Access, section 3.4), one by one; those of a Bundle too. */
export async function* readResources(lines: Lines): AsyncGenerator<Resource | Refusal> {
  let line = 0;
  for await (const raw of lines) {
    line++;
    const value = parse(raw);
    if (value.type === "empty") continue;
    if (value.type === "refused") {
      yield { line, reason: value.reason };
      continue;
    }
    if (textAt(value.json, "resourceType") !== "Bundle") {
      yield read(line, value.json);
      continue;
    }
    for (const entry of listAt(value.json, "entry"))
      yield read(line, (entry as Fields | null)?.["resource"]);
  }
}

type Parsed =
  | { readonly type: "empty" }
  | { readonly type: "json"; readonly json: unknown }
  | { readonly type: "refused"; readonly reason: string };

function parse(raw: Line): Parsed {
  if (raw.length > longestLine) return { type: "refused", reason: "the line is too long" };
  const line = readLine(raw);
  if (line.type === "broken") return { type: "refused", reason: line.reason };
  const text = line.text.replace(/^\ufeff/, "");
  if (text.trim() === "") return { type: "empty" };
  try {
    return { type: "json", json: JSON.parse(text) };
  } catch {
    const fault = findJsonFault(text);
    const where = fault === undefined ? "" : `: column ${fault.column} should be ${fault.expected}`;
    return { type: "refused", reason: `it is no JSON${where}` };
  }
}

function read(line: number, value: unknown): Resource | Refusal {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { line, reason: "it is no JSON object" };
  }
  const type = textAt(value, "resourceType");
  if (!/^[A-Z][A-Za-z]{1,60}$/.test(type))
    return { line, column: "resourceType", reason: "it is missing" };
  const id = textAt(value, "id");
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(id))
    return { line, column: `${type}.id`, reason: "it is missing or no id" };
  if (!isKept(value)) {
    const reason = "it holds U+0000, or half of a surrogate pair, which cannot be kept";
    return { line, column: type, reason };
  }
  return { line, type, id, body: value as Fields };
}

/** No database keeps U+0000, or half of a surrogate pair, which JSON can spell. Walked: JSON nests as deep as it likes. */
function isKept(value: unknown): boolean {
  const waiting = [value];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (typeof one === "string" && !isKeptText(one)) return false;
    if (typeof one !== "object" || one === null) continue;
    for (const [name, inner] of Object.entries(one)) {
      if (!isKeptText(name)) return false;
      waiting.push(inner);
    }
  }
  return true;
}

function isKeptText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
