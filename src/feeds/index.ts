export { type AdtCounts, type AdtFeed, createAdtFeed } from "./adt/adt-feed.ts";
export type { AdtDeps } from "./adt/arrive.ts";
export { dismissParked } from "./adt/dismiss-parked.ts";
export type { ParkedRow } from "./adt/park-message.ts";
export { type Received, receiveAdt } from "./adt/receive-adt.ts";
export { type Retried, retryParked } from "./adt/retry-parked.ts";
export type { AdtSettings } from "./adt/settings.ts";
export type { FeedDeps } from "./shared/deps.ts";
export { FeedError, type FeedErrorCode } from "./shared/errors.ts";
