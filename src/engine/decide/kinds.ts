import type { Program } from "../plan/program.ts";
import type { NodeTable } from "../store/node-table.ts";
import type { EntityUid, Schema, SchemaAction } from "../types.ts";
import type { EntityNode } from "../values/entity-node.ts";
import { type Bucket, linkBucket } from "./bucket.ts";
import type { Evaluation } from "./evaluation.ts";

/** The requests that the schema has for one action. */
export interface ActionKinds {
  readonly action: SchemaAction;
  readonly node: EntityNode;
  /**
   * The code for these two, or why the schema has no such request. Code that had to be made may have brought nodes of
   * its own: a node that was borrowed before is looked up again then.
   */
  readonly bucket: (principal: EntityNode, resource: EntityNode) => Bucket | string;
  /** The same where the code is made already; undefined where it is not. */
  readonly made: (principal: EntityNode, resource: EntityNode) => Bucket | string | undefined;
}

/** Finds the code for a request by its action and types; made when it is first needed. */
export type Kinds = (action: EntityUid | null | undefined) => ActionKinds | undefined;

/** What the code of a kind of request is tied to. */
export interface KindsOf {
  readonly program: Program;
  readonly table: NodeTable;
  readonly evaluation: Evaluation;
}

/** The kinds of request of one schema, tied to one store. */
export function createKinds(schema: Schema, of: KindsOf): Kinds {
  const byId = new Map<string, ActionKinds[]>();
  for (const action of schema.actions.values()) {
    if (action.principalTypes.size === 0) continue;
    const same = byId.get(action.id) ?? [];
    byId.set(action.id, [...same, createActionKinds(action, schema, of)]);
  }
  return (asked: EntityUid | null | undefined) => {
    const { type, id } = asked ?? {};
    if (typeof id !== "string") return undefined;
    for (const kinds of byId.get(id) ?? []) if (kinds.action.type === type) return kinds;
    return undefined;
  };
}

/** The code for two types, and the ids that each may have where they are enumerated. */
interface Entry {
  readonly bucket: Bucket;
  readonly principals: ReadonlySet<string> | undefined;
  readonly resources: ReadonlySet<string> | undefined;
}

function createActionKinds(
  action: SchemaAction,
  { entityTypes }: Schema,
  { program, table, evaluation }: KindsOf,
): ActionKinds {
  const byText = new Map<string, Entry>();
  // By the numbers of the two types: what is looked for at every decision.
  const rows: (Entry | undefined)[][] = [];
  const make = (principal: string, resource: string): Entry => ({
    bucket: linkBucket(program.typed(action, principal, resource), table, evaluation),
    principals: entityTypes.get(principal)?.ids,
    resources: entityTypes.get(resource)?.ids,
  });
  const find = (principal: EntityNode, resource: EntityNode): Entry | string => {
    if (!action.principalTypes.has(principal.type)) return "no such principal for this action";
    if (!action.resourceTypes.has(resource.type)) return "no such resource for this action";
    const text = JSON.stringify([principal.type, resource.type]);
    const entry = byText.get(text) ?? make(principal.type, resource.type);
    byText.set(text, entry);
    const [row, column] = [principal.typeNumber, resource.typeNumber];
    if (row >= 0 && column >= 0) {
      rows[row] ??= [];
      rows[row][column] = entry;
    }
    return entry;
  };
  const made: ActionKinds["made"] = (principal, resource) => {
    const entry = rows[principal.typeNumber]?.[resource.typeNumber];
    return entry === undefined ? undefined : bucketIn(entry, principal, resource);
  };
  return {
    action,
    node: table.intern(action.type, action.id),
    made,
    bucket(principal, resource) {
      const known = made(principal, resource);
      if (known !== undefined) return known;
      const entry = find(principal, resource);
      return typeof entry === "string" ? entry : bucketIn(entry, principal, resource);
    },
  };
}

function bucketIn(
  { bucket, principals, resources }: Entry,
  principal: EntityNode,
  resource: EntityNode,
): Bucket | string {
  if (principals?.has(principal.id) === false) return "no such principal";
  if (resources?.has(resource.id) === false) return "no such resource";
  return bucket;
}
