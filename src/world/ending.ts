import type { Engagement } from "./engagements.ts";
import { isRunning } from "./engagements.ts";
import type { NewRecord } from "./records.ts";
import type { World } from "./world.ts";

/** What of a person ends with an engagement, and what each part of the system needs to say so in records (L3). */
export interface Ending {
  readonly world: World;
  readonly at: number;
  id(prefix: string): string;
  readonly engagement: Engagement;
  /**
   * `all`: for good. `open`: it is only suspended, so that what somebody has open ends and what they were given (badge, passkeys,
   * phone, roles) sleeps with it.
   */
  readonly what: "all" | "open";
  /** The person's other engagements that run: what hangs on these, or on the person while there are any, stays. */
  readonly others: readonly string[];
}

/** Every part of the system says what ends; they are listed in app.ts. */
export type Endings = (ending: Ending) => readonly NewRecord[];

/** The kinds of what can end, in the order in which a receipt lists them. */
export type EndedKind =
  | "sessions"
  | "connections"
  | "logouts"
  | "passkeys"
  | "badges"
  | "devices"
  | "grants"
  | "glasses"
  | "roles"
  | "shifts"
  | "onCalls"
  | "duties"
  | "reliefs"
  /** Those that they answered for: of the deputy from then on, or of nobody. */
  | "workloads"
  | "swaps";

/** Ids by kind; what is empty is absent. */
export type Ended = { readonly [K in EndedKind]?: readonly string[] };

/** The person's other engagements that run at `at`, but for those that `gone` says end too. */
export function otherEngagements(
  world: Pick<World, "engagements" | "engagementsByPerson">,
  { id, person }: Pick<Engagement, "id" | "person">,
  at: number,
  isGone: (id: string) => boolean = () => false,
): readonly string[] {
  return world.engagementsByPerson
    .get(person)
    .filter((each) => each !== id && !isGone(each))
    .filter((each) => isRunning(world.engagements.get(each), at));
}
