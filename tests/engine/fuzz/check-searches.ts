/** Searches and explanations of the engine must say what its decisions say. */
import { type CedarRecord, createEntityStore, createPdp } from "../../../src/engine/index.ts";
import type { Differ } from "./compare.ts";
import { keyOf } from "./make-schema.ts";
import { asked, type Typed } from "./subject-typed.ts";
import type { FuzzSet } from "./types.ts";

/** Compares them for the set's last request; a store made from what the store says must decide the same. */
export function checkSearches(
  { requests, schema }: FuzzSet,
  { set, store }: Typed,
  differ: Differ,
): void {
  const at = requests.length - 1;
  const last = requests[at];
  if (last === undefined) return;
  const pdp = createPdp(set, store, { onPolicyError: "skip" });
  const request = asked(last);
  const { principal, action, resource } = request;
  const context = request.context as CedarRecord;
  const same = (way: string, expected: unknown, actual: unknown): void => {
    const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)];
    if (left !== right) differ("decision", way, at, left, right);
  };
  try {
    const decision = pdp.decide(request);
    if (decision.errors.some(({ policy }) => policy === undefined)) return;
    const copy = createEntityStore(set.schema);
    copy.apply({ put: store.entities() });
    const again = createPdp(set, copy, { onPolicyError: "skip" }).decide(request);
    same("copied store", [decision.reasons, decision.errors], [again.reasons, again.errors]);
    const explained = pdp.explain(request);
    const determining = explained.policies.filter((policy) => policy.determining);
    same("explain", decision.reasons, determining.map(({ id }) => id).sort());
    const failed = explained.policies.filter(({ outcome }) => outcome === "error");
    same(
      "explained errors",
      decision.errors.map(({ policy }) => policy),
      failed.map(({ id }) => id).sort(),
    );
    const byId = (ids: readonly string[]): string[] => ids.toSorted();
    const people = store.ofType(principal.type).map(({ id }) => id);
    same(
      "searchSubjects",
      byId(people).filter(
        (id) => pdp.decide({ ...request, principal: { type: principal.type, id } }).allow,
      ),
      pdp
        .searchSubjects({ type: principal.type, action, resource, context })
        .results.map(({ id }) => id),
    );
    const things = store.ofType(resource.type).map(({ id }) => id);
    same(
      "searchResources",
      byId(things).filter(
        (id) => pdp.decide({ ...request, resource: { type: resource.type, id } }).allow,
      ),
      pdp
        .searchResources({ type: resource.type, action, principal, context })
        .results.map(({ id }) => id),
    );
    const actions = schema.actions.filter(
      ({ uid }) => pdp.decide({ ...request, action: { type: uid.type, id: uid.id } }).allow,
    );
    same(
      "searchActions",
      byId(actions.map(({ uid }) => keyOf(uid))),
      byId(pdp.searchActions({ principal, resource, context }).results.map(keyOf)),
    );
  } catch (error) {
    differ("crash", "searches", at, "", error instanceof Error ? error.stack : error);
  }
}
