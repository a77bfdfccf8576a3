import type { CedarRecord } from "../../engine/index.ts";
import type { Workload, World } from "../../world/index.ts";
import { isWorkloadLive } from "../../world/index.ts";
import { type Boundaries, note } from "../boundaries.ts";
import type { Bundle } from "../bundle/bundle.ts";
import type { AccessRequest } from "../request.ts";
import { type StaleFeed, staleFeeds } from "../stale-feeds.ts";
import { whereaboutsOf } from "../whereabouts.ts";
import { blockAround } from "./in-block.ts";
import { withinHours } from "./in-hours.ts";
import { scopeCovers } from "./scope-covers.ts";

/** The facts about a program that calls, as the policies see them: type `Call` of schema.cedarschema. */
interface CallFacts {
  readonly live: boolean;
  readonly scoped: boolean;
  readonly inHours: boolean;
  readonly inNetwork: boolean;
  readonly narrowed: boolean;
  readonly approvedWards: readonly string[];
  readonly wards: readonly string[];
  readonly purposes: readonly string[];
  readonly purpose: string;
  readonly stale: readonly string[];
}

/** Everything about a program's request that holds at one instant. */
export interface ProgramFacts {
  readonly forPolicies: CedarRecord;
  /** The wards that it is about: the patient's, or the one asked about. */
  readonly wards: readonly string[];
  readonly stale: readonly StaleFeed[];
  readonly workload: Workload;
}

/** What a program was approved for where nothing else was said (D4). */
const usualPurposes: readonly string[] = ["TREAT"];

/** Derives the facts at the boundaries' instant, noting when any of them begins or lapses. */
export function programFactsAt(
  {
    bundle,
    request,
    world,
  }: { readonly bundle: Bundle; readonly request: AccessRequest; readonly world: World },
  workload: Workload,
  boundaries: Boundaries,
): ProgramFacts {
  const { action, context } = request;
  const { address, data, purpose = "TREAT" } = context;
  const { failover = [], hours, networks, purposes = usualPurposes, scopes, until } = workload;
  note(boundaries, until);
  const rules = bundle.workloads;
  const wards = wardsOf(world, request, boundaries);
  const stale = staleFeeds(bundle, world, wards, [], boundaries);
  const isThere = (blocks: readonly string[]) =>
    address !== undefined && blockAround(blocks, address) !== undefined;
  const facts: CallFacts = {
    live: isWorkloadLive(workload, boundaries.at),
    scoped:
      rules !== undefined && scopes.some((scope) => scopeCovers(rules, scope, { action, data })),
    inHours: hours === undefined || withinHours(hours, boundaries),
    inNetwork: networks === undefined || isThere([...networks, ...failover]),
    narrowed: workload.wards !== undefined,
    approvedWards: workload.wards ?? [],
    wards,
    purposes,
    purpose,
    stale: [...new Set(stale.map(({ type }) => type))],
  };
  return { forPolicies: facts as unknown as CedarRecord, wards, stale, workload };
}

function wardsOf(
  world: World,
  { resource: { id, type } }: AccessRequest,
  boundaries: Boundaries,
): readonly string[] {
  if (type === "ward") return world.wards.has(id) ? [id] : [];
  // Nobody is looked for in the care team: a program is in none.
  return type === "patient" ? whereaboutsOf(world, id, "", boundaries).wards : [];
}
