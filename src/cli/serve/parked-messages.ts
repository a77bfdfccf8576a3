import type { App } from "../../app.ts";
import { dismissParked, retryParked } from "../../feeds/index.ts";
import { HttpError, type ParkedMessages } from "../../http/index.ts";
import type { AdtFeeds } from "./adt-feeds.ts";

/** What the console may do about messages that wait, through the interface each came by. */
export function parkedMessages(
  app: Pick<App, "submit" | "world">,
  feeds: AdtFeeds,
): ParkedMessages {
  return {
    async retry(message, actor) {
      const feed = app.world().parked.get(message)?.feed;
      const deps = feed === undefined ? undefined : feeds.deps(feed);
      if (deps === undefined) {
        throw new HttpError(
          "not-found",
          "That message is not waiting, or its feed is not open here.",
        );
      }
      return retryParked(deps, message, actor);
    },
    dismiss(message, actor) {
      return app.submit(dismissParked(message, actor));
    },
  };
}
