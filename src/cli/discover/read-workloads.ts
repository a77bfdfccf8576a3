import { readFileSync } from "node:fs";
import { readCsv } from "../../feeds/index.ts";

/** A row of a file of workloads: what is asked for, or why it cannot be. */
export type WorkloadRow =
  | { readonly type: "row"; readonly line: number; readonly terms: object }
  | { readonly type: "bad"; readonly line: number; readonly reason: string };

const columns = {
  required: [
    "id",
    "name",
    "purpose",
    "owner",
    "deputy",
    "environment",
    "vendor",
    "scopes",
    "until",
  ],
  optional: ["wards", "networks", "purposes", "accounts", "needed_by", "weight"],
};

/**
 * Reads a CSV of workloads.
 *
 * @throws FeedError `bad-file`; errors of the file system
 */
export async function* readWorkloads(path: string): AsyncGenerator<WorkloadRow> {
  const lines = readFileSync(path, "utf8").split(/\r?\n/);
  for await (const row of readCsv(lines, columns)) {
    if (row.type === "bad") {
      yield { type: "bad", line: row.line, reason: row.reason };
      continue;
    }
    const {
      accounts,
      needed_by,
      networks,
      purposes,
      scopes,
      until = "",
      wards,
      weight,
      ...said
    } = row.cells;
    const end = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(`${until}T23:59:59Z`) : Number.NaN;
    if (Number.isNaN(end)) {
      yield { type: "bad", line: row.line, reason: "until is a day, such as 2026-12-31." };
      continue;
    }
    const terms = {
      ...said,
      scopes: words(scopes),
      until: end,
      ...some("wards", wards),
      ...some("networks", networks),
      ...some("purposes", purposes),
      ...some("accounts", accounts),
      ...some("neededBy", needed_by),
      ...(weight ? { weight } : {}),
    };
    yield { type: "row", line: row.line, terms };
  }
}

function words(cell = ""): readonly string[] {
  return cell.split(/\s+/).filter((word) => word !== "");
}

function some(name: string, cell: string | undefined): object {
  const all = words(cell);
  return all.length === 0 ? {} : { [name]: all };
}
