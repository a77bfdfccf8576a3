import type { Lines } from "../shared/read-csv.ts";
import type { Refusal } from "../shared/report.ts";
import { type Fields, listAt, type Resource, textAt } from "./resource.ts";

/** More than this on one line is no resource that we read. */
const longestLine = 16 * 1024 * 1024;

/** The resources of newline-delimited JSON (FHIR Bulk Data Access, section 3.4), one by one; those of a Bundle too. */
export async function* readResources(lines: Lines): AsyncGenerator<Resource | Refusal> {
  let line = 0;
  for await (const raw of lines) {
    line++;
    const text = raw.replace(/^\ufeff/, "").trim();
    if (text === "") continue;
    if (text.length > longestLine) {
      yield { line, reason: "the line is too long" };
      continue;
    }
    const value = parse(text);
    if (textAt(value, "resourceType") !== "Bundle") {
      yield read(line, value);
      continue;
    }
    for (const entry of listAt(value, "entry"))
      yield read(line, (entry as Fields | null)?.["resource"]);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
  // As it stands in the line or as an escape sequence: no database keeps it.
  if (JSON.stringify(value).includes("\\u0000")) {
    return { line, column: type, reason: "it holds U+0000, which cannot be kept" };
  }
  return { line, type, id, body: value as Fields };
}
