import type { FeedDeps } from "./deps.ts";
import type { ImportReport } from "./report.ts";

/** Registers a file's feed, and notes that it spoke (C4): a file with nothing in it that could be used has told nothing. */
export async function hearFeed(
  deps: FeedDeps,
  feed: string,
  type: "staff" | "roster" | "fhir",
  { applied, historic, unchanged }: ImportReport,
): Promise<void> {
  if (applied + historic + unchanged === 0) return;
  await deps.submit<void>({
    name: `${type}.hear`,
    actor: { type: "feed", id: feed },
    handle: ({ world, at }) => {
      const known = world.feeds.get(feed);
      if (known === undefined)
        return { records: [{ kind: "feed.registered", body: { feed, type } }], answer: undefined };
      const isNews = known.heardAt + 10_000 <= at;
      return { records: isNews ? [{ kind: "feed.heard", body: { feed } }] : [], answer: undefined };
    },
  });
}
