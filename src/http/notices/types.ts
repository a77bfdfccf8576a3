import type { App } from "../../app.ts";
import type { Clock, Duration, Log } from "../../ports/index.ts";
import type { WaitingNotice } from "./rows.ts";

/** What telling by mail and webhook works with. */
export interface NoticesDeps {
  readonly app: Pick<App, "submit" | "world" | "side" | "follow" | "now" | "bundles">;
  readonly log: Pick<Log, "changes">;
  readonly clock: Pick<Clock, "monotonic">;
  /** Whether no other node can have this log. */
  readonly exclusive: boolean;
  /** A random id behind a prefix: the Ids port's. */
  readonly newId: (prefix: string) => string;
  readonly targets: readonly Target[];
  readonly pace: NoticePace;
  /** Hears of what failed because of us. */
  readonly onFault: (error: unknown) => void;
}

/** Where notices go: the hospital's mail server, or another system. */
export interface Target {
  /** `mail`, or `hook-` and the webhook's id. */
  readonly id: string;
  /** People are told by name, each in their own words; another system gets one notice for each record. */
  readonly tells: "people" | "system";
  send(waiting: WaitingNotice, signal: AbortSignal): Promise<Sent>;
}

/** What became of a notice; `whole`: the next one for this target would meet the same. */
export type Sent =
  | { readonly type: "taken" }
  | { readonly type: "failed"; readonly why: string; readonly whole: boolean };

/** How long things take at most, in milliseconds. */
export interface NoticePace {
  /** How often this node looks for what is due. */
  readonly look: Duration;
  /** The first wait after a notice did not arrive; doubled each time. */
  readonly firstWait: Duration;
  readonly longestWait: Duration;
  /** What happened longer ago is not tried any more: whoever is concerned has heard of it otherwise, or it is overdue. */
  readonly patience: Duration;
  /** What could not be told is shown for so long. */
  readonly shown: Duration;
}

/** What a server does. */
export const usualNoticePace: NoticePace = {
  look: 1_000,
  firstWait: 5_000,
  longestWait: 15 * 60_000,
  patience: 72 * 3_600_000,
  shown: 30 * 86_400_000,
};
