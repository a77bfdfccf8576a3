import type { FeedDeps } from "./deps.ts";

/** Registers a file's feed, and notes that it spoke (C4). */
export async function hearFeed(
  deps: FeedDeps,
  feed: string,
  type: "staff" | "roster" | "fhir",
): Promise<void> {
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
