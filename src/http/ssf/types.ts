import type { FastifyRequest } from "fastify";
import type { App } from "../../app.ts";
import type { Clock, Duration, Instant, Json, Log, SideKey } from "../../ports/index.ts";
import type { Post } from "../follower/index.ts";
import type { Admit } from "../programs/index.ts";
import type { SetSigner } from "./sign-set.ts";

/** What Shared Signals work with. */
export interface SignalsDeps {
  readonly app: Pick<App, "submit" | "world" | "side" | "follow" | "now">;
  readonly log: Pick<Log, "changes">;
  readonly clock: Pick<Clock, "monotonic">;
  readonly signer: SetSigner;
  /** The address by which receivers know us, and the `iss` of what is sent. */
  readonly issuer: () => string;
  /** The issuer of the access tokens that receivers may come with (the interoperability profile, section 2.7). */
  readonly authorizationServer: () => string;
  /** A random, unguessable id behind a prefix: the Ids port's. */
  readonly newId: (prefix: string) => string;
  /** Whether no other node can have this log. */
  readonly exclusive: boolean;
  /** Who calls: the workload behind an API key, or the application behind an access token. */
  readonly authenticate: (
    authorization: string | undefined,
    request?: FastifyRequest,
  ) => Promise<Receiver | undefined>;
  /** What the policy decides about a workload that calls; absent: its scopes and its end alone are looked at. */
  readonly admit?: Admit;
  /** Sends a SET to its receiver; throws when there is no answer. */
  readonly post: Post;
  readonly pace: Pace;
  /** Called when something has come to wait for a receiver. */
  readonly arrived: () => void;
  /** Hears of what failed because of us, where no request is there to be answered. */
  readonly onFault: (error: unknown) => void;
}

/** A workload or an application that calls. */
export interface Receiver {
  readonly id: string;
  /** An application, by an access token; absent: a workload, by an API key. */
  readonly token?: ReceiverToken;
  /** The row that proves it, to be looked at again where something is changed. */
  readonly credential?: SideKey;
}

/** The access token that an application came with. */
export interface ReceiverToken {
  /** What it is for; what the application is registered for counts as well. */
  readonly scopes: readonly string[];
  /** Whether the row that it was found by, as it is at `at`, still stands for it: it is not over, and not given back. */
  readonly isLive: (row: Json | undefined, at: Instant) => boolean;
}

/** How long things take at most, in milliseconds. */
export interface Pace {
  /** How often this node looks for what others have left for it. */
  readonly look: Duration;
  /** The first wait after a SET did not arrive; doubled each time. */
  readonly firstWait: Duration;
  readonly longestWait: Duration;
  /** A receiver that took nothing for this long is paused. */
  readonly patience: Duration;
  /** How long a poll without an answer is held (RFC 8936 section 2.1). */
  readonly longPoll: Duration;
}

/** What a server does. */
export const usualPace: Pace = {
  look: 500,
  firstWait: 1_000,
  longestWait: 60_000,
  patience: 3_600_000,
  longPoll: 20_000,
};
