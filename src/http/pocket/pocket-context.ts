import type { DecisionDeps } from "../../access/index.ts";
import { type Scene, sceneOf } from "../../sessions/index.ts";
import type { ChangeStreams } from "../change-streams.ts";
import type { Spoken } from "../contract.ts";
import type { ServerDeps } from "../deps.ts";
import type { Proofs } from "../dpop.ts";
import type { InBlocks } from "../network.ts";
import type { Ceremonies } from "../passkeys/ceremonies.ts";

/** What a session's open chart rests on: this node's memory, one for each session. */
export interface OpenOnPhone {
  readonly patient: string;
  readonly until: number;
}

/** What a phone's interface works with. */
export interface Pocket {
  readonly deps: ServerDeps;
  readonly changes: ChangeStreams;
  readonly proofs: Proofs;
  readonly ceremonies: Ceremonies;
  readonly decisions: DecisionDeps;
  readonly isProxy: InBlocks;
  /** The permits of open charts, by session. */
  readonly permits: Map<string, OpenOnPhone>;
  /** Why a chart was closed, by session: said once. */
  readonly notices: Map<string, Required<Spoken>>;
}

/** The scene as it is committed now. */
export function sceneNow({ deps }: Pocket): Scene {
  return sceneOf({ bundles: deps.app.bundles }, deps.app.world(), deps.app.now());
}
