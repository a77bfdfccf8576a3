import { type Evaluate, type Findings, linkGroup } from "../emit/emit-group.ts";
import type { BucketCode, KeyedCode } from "../plan/program.ts";
import type { NodeTable } from "../store/node-table.ts";
import type { Attributes, EntityNode } from "../values/entity-node.ts";

/** A kind of request's code, tied to one store. */
export type Bucket = Evaluate;

/** Ties code to a store: the entities that its policies name are kept there from then on. */
export function linkBucket(code: BucketCode, table: NodeTable): Bucket {
  const pin = (type: string, id: string) => {
    const node = table.intern(type, id);
    node.mentioned++;
    return node;
  };
  const always = code.always.map((group) => linkGroup(group, pin));
  const [only, ...more] = always;
  const byPrincipal = linkKeyed(code.byPrincipal, pin);
  const byResource = linkKeyed(code.byResource, pin);
  if (only !== undefined && more.length === 0 && !byPrincipal && !byResource) return only;
  return (principal, action, resource, context, findings) => {
    for (const group of always) group(principal, action, resource, context, findings);
    const rest = [action, resource, context, findings] as const;
    if (byPrincipal !== undefined) evaluateKeyed(byPrincipal, principal, principal, ...rest);
    if (byResource !== undefined) evaluateKeyed(byResource, resource, principal, ...rest);
  };
}

type Keyed = ReadonlyMap<EntityNode, readonly Evaluate[]>;

function linkKeyed(
  keyed: ReadonlyMap<string, KeyedCode>,
  pin: (type: string, id: string) => EntityNode,
): Keyed | undefined {
  if (keyed.size === 0) return undefined;
  const linked = new Map<EntityNode, readonly Evaluate[]>();
  for (const { uid, groups } of keyed.values()) {
    const own = groups.map((group) => linkGroup(group, pin));
    linked.set(pin(uid.type, uid.id), own);
  }
  return linked;
}

/** The policies for one entity: for itself, and for what it is in. */
function evaluateKeyed(
  keyed: Keyed,
  key: EntityNode,
  principal: EntityNode,
  action: EntityNode,
  resource: EntityNode,
  context: Attributes,
  findings: Findings,
): void {
  for (const group of keyed.get(key) ?? []) group(principal, action, resource, context, findings);
  for (const ancestor of key.ancestors) {
    for (const group of keyed.get(ancestor) ?? []) {
      group(principal, action, resource, context, findings);
    }
  }
}
