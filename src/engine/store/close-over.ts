import { type EntityNode, noAncestors } from "../values/entity-node.ts";

/** The closure, or a node that is among its own ancestors; then nothing has changed. */
export type Closed =
  | { readonly type: "closed" }
  | { readonly type: "circle"; readonly node: EntityNode };

/**
 * Brings the ancestors of `affected` up to date after parents were replaced. Uses no recursion, so that deep
 * hierarchies do no harm.
 */
export function closeOver(affected: ReadonlySet<EntityNode>): Closed {
  const found = new Map<EntityNode, ReadonlySet<EntityNode>>();
  for (const start of affected) {
    const circle = ancestorsFrom(start, affected, found);
    if (circle !== undefined) return { type: "circle", node: circle };
  }
  for (const [node, ancestors] of found) node.ancestors = ancestors;
  return { type: "closed" };
}

/** Nodes whose parents were replaced, and all that are below them: they and no others are affected. */
export function withDescendants(changed: Iterable<EntityNode>): ReadonlySet<EntityNode> {
  const all = new Set(changed);
  // A set that grows while it is walked is walked to its end.
  for (const node of all) for (const child of node.children ?? []) all.add(child);
  return all;
}

/** Depth first: a node's ancestors are known once those of its parents are. */
function ancestorsFrom(
  start: EntityNode,
  affected: ReadonlySet<EntityNode>,
  found: Map<EntityNode, ReadonlySet<EntityNode>>,
): EntityNode | undefined {
  if (found.has(start)) return undefined;
  const path: { readonly node: EntityNode; next: number }[] = [{ node: start, next: 0 }];
  const onPath = new Set([start]);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const parent = step.node.parents[step.next++];
    if (parent === undefined) {
      found.set(step.node, unite(step.node, found));
      onPath.delete(step.node);
      path.pop();
    } else if (onPath.has(parent)) return parent;
    else if (affected.has(parent) && !found.has(parent)) {
      path.push({ node: parent, next: 0 });
      onPath.add(parent);
    }
  }
  return undefined;
}

function unite(
  { parents }: EntityNode,
  found: ReadonlyMap<EntityNode, ReadonlySet<EntityNode>>,
): ReadonlySet<EntityNode> {
  if (parents.length === 0) return noAncestors;
  const ancestors = new Set<EntityNode>();
  for (const parent of parents) {
    ancestors.add(parent);
    for (const further of found.get(parent) ?? parent.ancestors) ancestors.add(further);
  }
  return ancestors;
}
