import type { App } from "../../app.ts";
import { type AdtDeps, type AdtFeed, createAdtFeed } from "../../feeds/index.ts";
import type { Actor, Command, Site } from "../../world/index.ts";
import type { Settings } from "../settings.ts";

/** The ADT interfaces of all sites behind one port. */
export interface AdtFeeds {
  /** The interface that a message belongs to: by its sending facility (MSH-4), which is a site's id; else the first site's. */
  of(message: Uint8Array): Promise<AdtFeed>;
  /** What the interface of that id works with; undefined when there is none of that id. */
  deps(feed: string): AdtDeps | undefined;
}

/** What the interfaces need of the installation. */
export interface AdtFeedsDeps {
  readonly app: Pick<App, "submit" | "world" | "side" | "now">;
  readonly settings: Pick<Settings, "processing">;
  readonly hash: (text: string) => string;
  readonly onFault: (error: unknown) => void;
}

/** Opens them; each is made, and registered as a feed of its site, when the first message for it arrives. */
export function createAdtFeeds(deps: AdtFeedsDeps): AdtFeeds {
  const feeds = new Map<string, Promise<AdtFeed>>();
  return {
    of(message) {
      const site = siteOf(deps.app.world().sites, sendingFacility(message));
      const id = site === undefined ? "adt" : adtFeedOf(site.id);
      const known = feeds.get(id) ?? openFeed(deps, id, site);
      feeds.set(id, known);
      return known;
    },
    deps(feed) {
      const { sites } = deps.app.world();
      const site = [...sites.values()].find(({ id }) => adtFeedOf(id) === feed);
      return site === undefined && feed !== "adt" ? undefined : depsOf(deps, feed, site);
    },
  };
}

/** The id of a site's ADT feed. */
function adtFeedOf(site: string): string {
  return `adt-${site}`;
}

function siteOf(sites: { values(): Iterable<Site> }, facility: string): Site | undefined {
  const all = [...sites.values()];
  return all.find(({ id }) => id.toLowerCase() === facility.toLowerCase()) ?? all[0];
}

async function openFeed(
  deps: AdtFeedsDeps,
  feed: string,
  site: Site | undefined,
): Promise<AdtFeed> {
  const { app } = deps;
  if (!app.world().feeds.has(feed)) await app.submit(registerFeed(feed, app.world(), site));
  return createAdtFeed(depsOf(deps, feed, site));
}

function depsOf(
  { app, settings, hash, onFault }: AdtFeedsDeps,
  feed: string,
  site: Site | undefined,
): AdtDeps {
  return {
    submit: app.submit,
    side: app.side,
    clock: app,
    hash,
    onFault,
    settings: { feed, zone: site?.zone ?? "UTC", processing: settings.processing },
  };
}

function registerFeed(
  feed: string,
  world: { readonly wards: { values(): Iterable<{ readonly id: string; readonly site: string }> } },
  site: Site | undefined,
): Command<void> {
  const actor: Actor = { type: "feed", id: feed };
  const wards = [...world.wards.values()].filter((ward) => ward.site === site?.id);
  const own = site === undefined ? {} : { wards: wards.map(({ id }) => id) };
  return {
    name: "feed.register",
    actor,
    handle: ({ world: now }) => ({
      records: now.feeds.has(feed)
        ? []
        : [{ kind: "feed.registered", body: { feed, type: "adt", ...own } }],
      answer: undefined,
    }),
  };
}

/** MSH-4.1 (HL7 v2.5.1 section 2.15.9.4), read before the message is parsed: every listener sees every message first. */
function sendingFacility(message: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(message.subarray(0, 400));
  const [line = ""] = head.split(/[\r\n]/, 1);
  if (!line.startsWith("MSH")) return "";
  const field = line.split(line[3] ?? "|")[3] ?? "";
  return field.split(line[4] ?? "^", 1)[0] ?? "";
}
