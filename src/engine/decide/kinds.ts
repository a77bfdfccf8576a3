import type { Program } from "../plan/program.ts";
import type { NodeTable } from "../store/node-table.ts";
import type { EntityUid, Schema, SchemaAction } from "../types.ts";
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

/** What an entity of one type may stand for, and the code for the types of the other side. */
interface Side<T> {
  /** The ids there are, when they are enumerated. */
  readonly ids: ReadonlySet<string> | undefined;
  readonly rest: T;
}

function createActionKinds(
  action: SchemaAction,
  schema: Schema,
  program: Program,
  table: NodeTable,
): ActionKinds {
  const side = <T>(type: string, rest: T): Side<T> => ({
    ids: schema.entityTypes.get(type)?.ids,
    rest,
  });
  const principals = new Map(
    [...action.principalTypes].map((type) => {
      return [type, side(type, new Map<string, Side<Bucket>>())] as const;
    }),
  );
  return {
    action,
    node: table.intern(action.type, action.id),
    bucket(principal, resource) {
      const own = principals.get(principal.type);
      if (own === undefined) return "no such principal for this action";
      if (own.ids?.has(principal.id) === false) return "no such principal";
      let other = own.rest.get(resource.type);
      if (other === undefined) {
        if (!action.resourceTypes.has(resource.type)) return "no such resource for this action";
        const code = program.typed(action, principal.type, resource.type);
        other = side(resource.type, linkBucket(code, table));
        own.rest.set(resource.type, other);
      }
      return other.ids?.has(resource.id) === false ? "no such resource" : other.rest;
    },
  };
}
