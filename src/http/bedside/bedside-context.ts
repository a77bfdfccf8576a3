import type { DecisionDeps } from "../../access/index.ts";
import type { Actor } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import type { Proofs } from "../dpop.ts";
import type { OpenStreams } from "../event-stream.ts";
import type { Ceremonies } from "../passkeys/ceremonies.ts";
import type { RefusalCount } from "../refusal-count.ts";
import type { SeatMemories } from "./seat-memory.ts";

/** What the bedside interface works with. */
export interface Bedside {
  readonly deps: ServerDeps;
  readonly proofs: Proofs;
  readonly memories: SeatMemories;
  readonly streams: OpenStreams;
  readonly decisions: DecisionDeps;
  readonly refusals: RefusalCount;
  readonly ceremonies: Ceremonies;
}

/** The system as an actor: what changes by itself. */
export const system: Actor = { type: "system", id: "wardkey" };
