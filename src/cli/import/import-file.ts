import { isPrivileged } from "../../access/index.ts";
import type { App } from "../../app.ts";
import { importFhir, importRoster, importStaff, readHrFile } from "../../feeds/index.ts";
import type { ImportProgress } from "../../http/index.ts";
import type { Actor } from "../../world/index.ts";
import type { Installation } from "../installation.ts";
import { createAdtFeeds } from "../serve/adt-feeds.ts";
import { namingFile } from "./file-error.ts";
import { followLines } from "./follow-lines.ts";
import { importDevices } from "./import-devices.ts";
import { importMessages } from "./import-messages.ts";
import { importNetworks } from "./import-networks.ts";
import type { FileReport, ImportOrder } from "./import-order.ts";
import { importWalks } from "./import-walks.ts";
import { readBytes, requireFile } from "./read-file.ts";

/** What taking in files needs of an installation. */
export interface ImportDeps extends Pick<Installation, "keyedHash" | "settings"> {
  readonly app: Pick<App, "submit" | "world" | "side" | "now" | "endings"> & {
    readonly bundles: Pick<App["bundles"], "current">;
  };
}

/**
 * Takes in one file. What is refused is in the report with its line; the rest is taken in. An error that stops
 * the file names it.
 *
 * @throws UsageError for a path that is no file; FeedError `unknown-zone`, `unknown-site`; FileError; what submitting throws
 */
export async function importFile(
  deps: ImportDeps,
  order: ImportOrder,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<FileReport> {
  await requireFile(order.path);
  try {
    return await takeIn(deps, order, onProgress);
  } catch (error) {
    throw namingFile(order.path, error);
  }
}

async function takeIn(
  { app, keyedHash, settings }: ImportDeps,
  order: ImportOrder,
  onProgress: (progress: ImportProgress) => void,
): Promise<FileReport> {
  const { full = false, kind, path, site } = order;
  const hash = (text: string) => keyedHash("message", text);
  if (kind === "hr" || kind === "staff") return takeInStaff({ app, keyedHash }, order, onProgress);
  if (kind === "hl7") {
    const feeds = createAdtFeeds({ app, settings, hash, onFault: () => undefined });
    return importMessages(feeds, await readBytes(path), onProgress);
  }
  const { lines, onEntry } = await followLines(path, onProgress);
  if (kind === "devices") return importDevices(app, lines, onEntry);
  if (kind === "networks") return importNetworks(app, lines, onEntry);
  if (kind === "walks") return importWalks(app, lines, onEntry);
  const { endings, side, submit, world } = app;
  const deps = { submit, side, world, clock: { now: app.now }, endings, hash };
  const zone = order.zone ?? [...world().sites.values()][0]?.zone ?? "UTC";
  const options = { feed: kind, zone, onProgress: onEntry };
  const bundle = app.bundles.current(world());
  const roles = bundle === undefined ? undefined : new Set(bundle.roles.keys());
  const reaches = (role: string) => bundle === undefined || isPrivileged(bundle, role);
  if (kind === "roster") {
    const format = /\.ics(?:\.gz)?$/.test(path) ? "calendar" : "csv";
    return importRoster(deps, lines, { ...options, format, full, roles });
  }
  const own = site === undefined ? {} : { site };
  const believed = bundle === undefined ? {} : { organisations: bundle.passports };
  return importFhir(deps, lines, {
    ...options,
    ...own,
    ...believed,
    policyRoles: roles,
    isPrivileged: reaches,
  });
}

/** Whoever may read the data directory is its administrator: they say that privileged roles are meant. */
const terminal: Actor = { type: "system", id: "terminal" };

/** A staff file is read whole before anything of it is taken in: half of one is none. */
async function takeInStaff(
  { app, keyedHash }: Pick<ImportDeps, "app" | "keyedHash">,
  { ends, path, preview = false, privileged, zone }: ImportOrder,
  onProgress: (progress: ImportProgress) => void,
): Promise<FileReport> {
  const bytes = await readBytes(path);
  const { encoding, lines } = readHrFile(bytes);
  const { endings, side, submit, world } = app;
  const bundle = app.bundles.current(world());
  const size = bytes.length;
  let reached = 0;
  onProgress({ bytes: reached, size, read: 0 });
  const report = await importStaff(
    {
      submit,
      side,
      world,
      clock: { now: app.now },
      bundles: app.bundles,
      endings,
      hash: (text) => keyedHash("message", text),
      badgeHash: (number) => keyedHash("badge", number),
    },
    lines,
    {
      feed: "staff",
      zone: zone ?? [...world().sites.values()][0]?.zone ?? "UTC",
      roles: bundle === undefined ? undefined : new Set(bundle.roles.keys()),
      // Of roles that nobody knows it is not known what they reach over.
      isPrivileged: (role) => bundle === undefined || isPrivileged(bundle, role),
      ...(privileged === undefined ? {} : { privileged: { roles: privileged, actor: terminal } }),
      preview,
      ...(ends === undefined ? {} : { ends }),
      onProgress: (read, line) => {
        // Those that end come last, wherever they stand.
        reached = Math.max(
          reached,
          Math.round((size * Math.min(line, lines.length)) / lines.length),
        );
        onProgress({ bytes: reached, size, read });
      },
    },
  );
  return { ...report, encoding };
}
