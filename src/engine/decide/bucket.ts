import { type Evaluate, type GroupCode, linkGroup } from "../emit/emit-group.ts";
import type { BucketCode, KeyedCode } from "../plan/program.ts";
import type { NodeTable } from "../store/node-table.ts";
import type { EngineDecision } from "../types.ts";
import type { Attributes, EntityNode } from "../values/entity-node.ts";
import { type Evaluation, type Group, groupOf } from "./evaluation.ts";

/** A kind of request's code, tied to one store and one evaluation: decides one request. */
export type Bucket = (
  principal: EntityNode,
  action: EntityNode,
  resource: EntityNode,
  context: Attributes,
) => EngineDecision;

/** A group's code, and its policies. */
interface Linked {
  readonly evaluate: Evaluate;
  readonly group: Group;
}

/** Ties code to a store: the entities that its policies name are kept there from then on. */
export function linkBucket(code: BucketCode, table: NodeTable, evaluation: Evaluation): Bucket {
  const pin = (type: string, id: string) => {
    const node = table.intern(type, id);
    node.mentioned++;
    return node;
  };
  const always = code.always.map((group) => link(group, pin));
  const [only, ...more] = always;
  const byPrincipal = linkKeyed(code.byPrincipal, pin);
  const byResource = linkKeyed(code.byResource, pin);
  if (only !== undefined && more.length === 0 && !byPrincipal && !byResource) {
    const { evaluate, group } = only;
    return (principal, action, resource, context) => {
      evaluation.begin();
      return evaluation.endWith(group, evaluate(principal, action, resource, context, evaluation));
    };
  }
  return (principal, action, resource, context) => {
    evaluation.begin();
    const evaluateAll = (groups: readonly Linked[] | undefined) => {
      for (const { evaluate, group } of groups ?? []) {
        evaluation.hold(group, evaluate(principal, action, resource, context, evaluation));
      }
    };
    evaluateAll(always);
    if (byPrincipal !== undefined) forEachOf(byPrincipal, principal, evaluateAll);
    if (byResource !== undefined) forEachOf(byResource, resource, evaluateAll);
    return evaluation.end();
  };
}

type Pin = Parameters<typeof linkGroup>[1];

function link(code: GroupCode, pin: Pin): Linked {
  return { evaluate: linkGroup(code, pin), group: groupOf(code.indexes) };
}

type Keyed = ReadonlyMap<EntityNode, readonly Linked[]>;

function linkKeyed(keyed: ReadonlyMap<string, KeyedCode>, pin: Pin): Keyed | undefined {
  if (keyed.size === 0) return undefined;
  const linked = new Map<EntityNode, readonly Linked[]>();
  for (const { uid, groups } of keyed.values()) {
    const own = groups.map((group) => link(group, pin));
    linked.set(pin(uid.type, uid.id), own);
  }
  return linked;
}

/** The policies for one entity: for itself, and for what it is in. */
function forEachOf(
  keyed: Keyed,
  key: EntityNode,
  evaluateAll: (groups: readonly Linked[] | undefined) => void,
): void {
  evaluateAll(keyed.get(key));
  for (const ancestor of key.ancestors) evaluateAll(keyed.get(ancestor));
}
