import type { Appliers } from "./apply.ts";

/**
 * The bodies of records about Shared Signals. What a stream is (its address, its receiver's secret) is a row of the
 * table `signals`, for whoever delivers; no decision rests on it, so that nothing of it is in the world.
 */
export interface SignalBodies {
  /** A receiver asked for a stream of events: a workload, or (then `application`) a connected application of that id. */
  readonly "stream.created": {
    readonly stream: string;
    readonly workload: string;
    readonly application?: true;
  };
  /** What is delivered, how, or whether at all (then `status`), was changed: by its receiver, or by us. */
  readonly "stream.changed": { readonly stream: string; readonly status?: StreamStatus };
  readonly "stream.deleted": { readonly stream: string };
  /** A node has taken over what follows the log, from a node that stopped or went silent. */
  readonly "follower.moved": { readonly follower: FollowerName; readonly node: string };
}

/** Who reads the log for somebody outside. */
export type FollowerName = "signals" | "notices";

/** Whether a stream delivers (SSF 1.0 section 8.1.2.1). */
export type StreamStatus = "enabled" | "paused" | "disabled";

/** The fold of records about signals: they change nothing of the world. */
export const signalAppliers: Appliers<keyof SignalBodies> = {
  "stream.created": () => undefined,
  "stream.changed": () => undefined,
  "stream.deleted": () => undefined,
  "follower.moved": () => undefined,
};
