import type { App } from "../../app.ts";
import { importFhir, importRoster, importStaff } from "../../feeds/index.ts";
import type { Installation } from "../installation.ts";
import { createAdtFeeds } from "../serve/adt-feeds.ts";
import { importMessages } from "./import-messages.ts";
import type { FileReport, ImportOrder } from "./import-order.ts";
import { readBytes, readLines, requireFile } from "./read-file.ts";

/** What taking in files needs of an installation. */
export interface ImportDeps extends Pick<Installation, "keyedHash" | "settings"> {
  readonly app: Pick<App, "submit" | "world" | "side" | "now" | "bundles">;
}

/**
 * Takes in one file. What is refused is in the report with its line; the rest is taken in.
 *
 * @throws UsageError for a path that is no file; FeedError `bad-file`, `unknown-zone`
 */
export async function importFile(
  { app, keyedHash, settings }: ImportDeps,
  order: ImportOrder,
  onProgress: (read: number) => void = () => undefined,
): Promise<FileReport> {
  const { full = false, kind, path, site } = order;
  await requireFile(path);
  const hash = (text: string) => keyedHash("message", text);
  if (kind === "hl7") {
    const feeds = createAdtFeeds({ app, settings, hash, onFault: () => undefined });
    return importMessages(feeds, await readBytes(path), onProgress);
  }
  const deps = { submit: app.submit, side: app.side, clock: { now: app.now }, hash };
  const zone = order.zone ?? [...app.world().sites.values()][0]?.zone ?? "UTC";
  const options = { feed: kind, zone, onProgress };
  if (kind === "staff") {
    const roles = app.bundles.current(app.world())?.roles.keys();
    const badgeHash = (number: string) => keyedHash("badge", number);
    const known = roles === undefined ? {} : { roles: new Set(roles) };
    return importStaff({ ...deps, badgeHash }, readLines(path), { ...options, ...known });
  }
  if (kind === "roster") {
    const format = path.endsWith(".ics") ? "calendar" : "csv";
    const rosterDeps = { ...deps, world: app.world };
    return importRoster(rosterDeps, readLines(path), { ...options, format, full });
  }
  return importFhir(deps, readLines(path), { ...options, ...(site === undefined ? {} : { site }) });
}
