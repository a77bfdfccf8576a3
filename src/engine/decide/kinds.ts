import type { Program } from "../plan/program.ts";
import type { NodeTable } from "../store/node-table.ts";
import type { EntityUid, Schema, SchemaAction } from "../types.ts";
import { isActionType } from "../values/decode.ts";
import type { EntityNode } from "../values/entity-node.ts";
import { type Bucket, linkBucket } from "./bucket.ts";

/** The requests that the schema has for one action. */
export interface ActionKinds {
  readonly action: SchemaAction;
  readonly node: EntityNode;
  /** The code for these two, or why the schema has no such request. */
  readonly bucket: (principal: EntityUid, resource: EntityUid) => Bucket | string;
}

/** Finds the code for a request by its action and types; made when it is first needed. */
export type Kinds = (action: EntityUid) => ActionKinds | undefined;

/** The kinds of request of one schema, tied to one store. */
export function createKinds(schema: Schema, program: Program, table: NodeTable): Kinds {
  const byId = new Map<string, ActionKinds[]>();
  for (const action of schema.actions.values()) {
    if (action.principalTypes.size === 0) continue;
    const same = byId.get(action.id) ?? [];
    byId.set(action.id, [...same, createActionKinds(action, schema, program, table)]);
  }
  return ({ type, id }) => {
    for (const kinds of byId.get(id) ?? []) if (kinds.action.type === type) return kinds;
    return undefined;
  };
}

function createActionKinds(
  action: SchemaAction,
  schema: Schema,
  program: Program,
  table: NodeTable,
): ActionKinds {
  const buckets = new Map<string, Map<string, Bucket>>();
  for (const type of action.principalTypes) buckets.set(type, new Map());
  const enumerated = (type: string) => schema.entityTypes.get(type)?.ids;
  const ids = new Map(
    [...action.principalTypes, ...action.resourceTypes].map((type) => [type, enumerated(type)]),
  );
  return {
    action,
    node: table.intern(action.type, action.id),
    bucket(principal, resource) {
      const own = buckets.get(principal.type);
      if (own === undefined) return "no such principal for this action";
      if (ids.get(principal.type)?.has(principal.id) === false) return "no such principal";
      const known = own.get(resource.type);
      if (ids.get(resource.type)?.has(resource.id) === false) return "no such resource";
      if (known !== undefined) return known;
      if (!action.resourceTypes.has(resource.type) || isActionType(resource.type)) {
        return "no such resource for this action";
      }
      const code = program.typed(action, principal.type, resource.type);
      const bucket = linkBucket(code, table);
      own.set(resource.type, bucket);
      return bucket;
    },
  };
}
