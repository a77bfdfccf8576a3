import { type EntityNode, noAncestors, uidText } from "../values/entity-node.ts";

/** Ancestors of one entity, at most: a chain of so many parents needs memory for the square of that. */
const mostAncestors = 2_000;

/** The closure, or a node that is among its own ancestors or has too many; then nothing has changed. */
export type Closed =
  | { readonly type: "closed" }
  | { readonly type: "circle" | "too-many"; readonly node: EntityNode };

/**
 * Brings the ancestors of `affected` up to date after parents were replaced. Uses no recursion, so that deep
 * hierarchies do no harm.
 */
export function closeOver(affected: ReadonlySet<EntityNode>): Closed {
  const found = new Map<EntityNode, ReadonlySet<EntityNode>>();
  for (const start of affected) {
    const wrong = ancestorsFrom(start, affected, found);
    if (wrong !== undefined) return wrong;
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
): Closed | undefined {
  if (found.has(start)) return undefined;
  const path: { readonly node: EntityNode; next: number }[] = [{ node: start, next: 0 }];
  const onPath = new Set([start]);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const parent = step.node.parents[step.next++];
    if (parent === undefined) {
      const ancestors = unite(step.node, found);
      if (ancestors.size > mostAncestors) return { type: "too-many", node: step.node };
      found.set(step.node, ancestors);
      onPath.delete(step.node);
      path.pop();
    } else if (onPath.has(parent)) return { type: "circle", node: parent };
    else if (affected.has(parent) && !found.has(parent)) {
      path.push({ node: parent, next: 0 });
      onPath.add(parent);
    }
  }
  return undefined;
}

/** Why a hierarchy is not taken. */
export function whyNotClosed({ type, node }: Exclude<Closed, { readonly type: "closed" }>): string {
  return type === "circle"
    ? `${uidText(node)} is among its own ancestors`
    : `${uidText(node)} has more than ${mostAncestors} ancestors`;
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
