import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { Whole } from "./check-scenario.ts";
import type { Scenario, Step } from "./scenario.ts";

/** A thing of `given`, where the file speaks of it, and how it would be used. */
interface Thing {
  readonly id: string;
  readonly node: Node;
}

/** What is given and plays no part in a case of a file. */
export interface Unused {
  readonly node: Node;
  readonly message: string;
}

/** Of the cases of a file, what plays no part in any. */
export function unusedInAll([
  first = [],
  ...rest
]: readonly (readonly Unused[])[]): readonly Unused[] {
  const isSame = (one: Unused, other: Unused) =>
    one.message === other.message && one.node.range?.[0] === other.node.range?.[0];
  return first.filter((one) => rest.every((others) => others.some((each) => isSame(one, each))));
}

/**
 * What is given and plays no part: what would come of the task without it is the same, so that a task which is thought to
 * be about it passes by accident. Where `residual` is bounded, everybody's access to every patient is looked at.
 */
export function findUnused({ scenario, given: fields, patients }: Whole): readonly Unused[] {
  const { given, steps, budget } = scenario;
  const [sites, services, wards, feeds] = ["sites", "services", "wards", "feeds"].map((key) =>
    thingsIn(fields.get(key)?.node),
  );
  const seats = wards?.flatMap(({ node }) => thingsIn(isMap(node) ? node.get("seats") : undefined));
  const named = namesIn(steps);
  const unused: Unused[] = [];
  const refuseUnless = (
    is: (id: string) => boolean,
    things: readonly Thing[] | undefined,
    why: string,
  ) => {
    for (const { id, node } of things ?? [])
      if (!is(id)) unused.push({ node, message: `${id} ${why}` });
  };
  if (budget.residual === undefined) {
    const why = 'is in no step, and no "residual" of the budget looks at who could open the chart';
    refuseUnless((id) => named.has(id), patients, why);
  }
  const programs = thingsIn(fields.get("workloads")?.node);
  refuseUnless((id) => named.has(id), programs, "is a workload that never calls: leave it out");
  refuseUnless((id) => named.has(id), seats, "is a seat at which nobody does anything");
  const peopled = placesOf(scenario, named);
  const isPeopled = (id: string) => peopled.has(id);
  refuseUnless(isPeopled, services, "is a service of nobody and of no ward");
  refuseUnless(isPeopled, wards, "has neither staff nor patients, and no step is about it");
  const inSites = new Set([
    ...given.wards.map(({ site }) => site),
    ...given.staff.flatMap(({ onCalls }) => onCalls.flatMap(({ site = "" }) => site)),
  ]);
  refuseUnless((id) => inSites.has(id), sites, "is a site with no ward and no service");
  const speaking = given.feeds.filter(({ id }) => named.has(id)).map(({ type }) => type);
  const typeOf = (id: string) => given.feeds.find((feed) => feed.id === id)?.type;
  const matters = (id: string) => speaking.some((type) => type === typeOf(id));
  refuseUnless(
    matters,
    feeds,
    "never falls silent, nor does another feed of its kind: leave it out",
  );
  return unused;
}

/** The items of a list that are a name alone, or a map with its id. */
function thingsIn(list: unknown): readonly Thing[] {
  if (!isSeq<Node>(list)) return [];
  return list.items.flatMap((node) => {
    const id = isMap(node) ? node.get("id") : isScalar(node) ? node.value : undefined;
    return typeof id === "string" ? [{ id, node }] : [];
  });
}

/** Everybody and everything that steps speak of. */
function namesIn(steps: readonly Step[]): ReadonlySet<string> {
  const names = steps.flatMap(({ actor, act }) => [actor, ...Object.values(act)]);
  return new Set(names.filter((name) => typeof name === "string"));
}

/** The wards and services that something is there for. */
function placesOf({ given }: Scenario, named: ReadonlySet<string>): ReadonlySet<string> {
  const { wards, seats, staff, patients, contacts, workloads } = given;
  return new Set([
    ...wards.flatMap(({ id, service = "" }) => (named.has(id) ? [id, service] : [service])),
    ...seats.filter(({ id }) => named.has(id)).map(({ ward }) => ward),
    ...staff.flatMap(({ places }) => places),
    ...patients.flatMap(({ ward = "" }) => ward),
    ...contacts.map(({ service }) => service),
    ...workloads.flatMap(({ wards: its = [] }) => its),
  ]);
}
