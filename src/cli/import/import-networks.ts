import type { App } from "../../app.ts";
import { createTally, type ImportReport, type Lines, type OnProgress } from "../../feeds/index.ts";
import { readBlocks } from "../../http/index.ts";
import { listNetworks } from "../../sessions/index.ts";
import type { Actor } from "../../world/index.ts";
import { goodRows } from "./good-rows.ts";

const columns = { required: ["site", "network"], optional: [] };
const actor: Actor = { type: "feed", id: "networks" };

interface Row {
  readonly line: number;
  readonly network: string;
}

/**
 * Takes in the networks of sites (C8), CSV: `site`, `network` (a CIDR block). The file has all networks of each site that
 * is in it; a site that has none any more stands there once with an empty network. A site with a row that is refused
 * keeps the networks it had.
 *
 * @throws FeedError `bad-file`; what submitting throws
 */
export async function importNetworks(
  app: Pick<App, "submit" | "world">,
  lines: Lines,
  onProgress?: OnProgress,
): Promise<ImportReport> {
  const tally = createTally(onProgress);
  const sites = new Map<string, Row[]>();
  const spoilt = new Set<string>();
  for await (const { line, cells } of goodRows(lines, columns, tally)) {
    const { site = "", network = "" } = cells;
    const fault = faultOf(app, site, network);
    if (fault === undefined) sites.set(site, [...(sites.get(site) ?? []), { line, network }]);
    else {
      tally.refuse({ line, ...fault });
      spoilt.add(site);
    }
  }
  for (const [site, rows] of sites) {
    if (spoilt.has(site)) {
      const reason = "another row of this site was refused, so that its networks stay as they were";
      for (const { line } of rows) tally.refuse({ line, column: "site", reason });
      continue;
    }
    const networks = rows.map(({ network }) => network).filter((network) => network !== "");
    const { changed } = await app.submit(listNetworks({ site, networks, actor }));
    for (const { line } of rows) tally.count(changed ? "applied" : "unchanged", line);
  }
  return tally.report();
}

function faultOf(
  { world }: Pick<App, "world">,
  site: string,
  network: string,
): { readonly column: string; readonly reason: string } | undefined {
  if (!world().sites.has(site)) return { column: "site", reason: "is no registered site" };
  if (network === "") return undefined;
  try {
    readBlocks([network]);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { column: "network", reason: "is no address block such as 10.1.0.0/16" };
  }
}
