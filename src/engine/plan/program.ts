import type { EntityType } from "../cedar-type.ts";
import { emitGroup, type GroupCode, type NumberedPolicy } from "../emit/emit-group.ts";
import type { Environment } from "../emit/emitter.ts";
import type { PolicyForm, ScopeTest } from "../expressions/policy-form.ts";
import type { Schema, SchemaAction } from "../types.ts";
import { uidText } from "../values/entity-node.ts";
import { canBeIn } from "./can-be-in.ts";

/** The code for requests of one kind. A policy is in at most one of its parts. */
export interface BucketCode {
  /** For every request of the kind. */
  readonly always: readonly GroupCode[];
  /** Only for principals that are, or are in, the entity of this text. */
  readonly byPrincipal: ReadonlyMap<string, KeyedCode>;
  /** Likewise for resources. */
  readonly byResource: ReadonlyMap<string, KeyedCode>;
}

/** Code for one entity of a scope. */
export interface KeyedCode {
  readonly uid: { readonly type: string; readonly id: string };
  readonly groups: readonly GroupCode[];
}

/** A policy set's code, made kind by kind when it is first asked for. */
export interface Program {
  readonly policies: readonly PolicyForm[];
  /** For requests of this action by this type of principal on this type of resource, all held to the schema. */
  readonly typed: (action: SchemaAction, principal: string, resource: string) => BucketCode;
  /** For whatever is asked, none of it checked. */
  readonly untyped: () => BucketCode;
}

/** Prepares a set's policies; `schema` is that to which entities and requests will have been held. */
export function createProgram(forms: readonly PolicyForm[], schema: Schema | undefined): Program {
  const policies = forms.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const numbered = policies.map((form, index) => ({ index, form }));
  const byAction = new Map<string, readonly NumberedPolicy[]>();
  const buckets = new Map<string, BucketCode>();
  let untyped: BucketCode | undefined;
  return {
    policies,
    typed(action, principal, resource) {
      const name = uidText(action);
      const key = JSON.stringify([name, principal, resource]);
      let bucket = buckets.get(key);
      if (bucket === undefined && schema !== undefined) {
        let candidates = byAction.get(name);
        if (candidates === undefined) {
          candidates = numbered.filter(({ form }) => coversAction(form.scope.action, name, action));
          byAction.set(name, candidates);
        }
        bucket = typedBucket(candidates, schema, action, principal, resource);
        buckets.set(key, bucket);
      }
      if (bucket === undefined) throw new TypeError("This program has no schema.");
      return bucket;
    },
    untyped() {
      untyped ??= emitBucket(numbered, anyRequest);
      return untyped;
    },
  };
}

const anyRequest: Environment = {
  principal: { kind: "any-entity" },
  resource: { kind: "any-entity" },
  context: { kind: "any-record" },
  action: undefined,
  entityTypes: undefined,
};

function typedBucket(
  candidates: readonly NumberedPolicy[],
  { entityTypes }: Schema,
  action: SchemaAction,
  principal: string,
  resource: string,
): BucketCode {
  const policies = candidates.filter(
    ({ form: { scope } }) =>
      coversType(scope.principal, principal, entityTypes) &&
      coversType(scope.resource, resource, entityTypes),
  );
  return emitBucket(policies, environmentOf(entityTypes, action, principal, resource));
}

/** What is known of requests of one kind. */
export function environmentOf(
  entityTypes: ReadonlyMap<string, EntityType>,
  action: SchemaAction,
  principal: string,
  resource: string,
): Environment {
  return {
    principal: { kind: "entity", name: principal },
    resource: { kind: "entity", name: resource },
    context: action.context,
    action: { uid: { type: action.type, id: action.id }, groups: action.groupTexts },
    entityTypes,
  };
}

function coversAction(test: ScopeTest, name: string, { groupTexts }: SchemaAction): boolean {
  if (test.op === "equal") return uidText(test.uid) === name;
  if (test.op !== "in") return true;
  return test.uids.some((uid) => uidText(uid) === name || groupTexts.has(uidText(uid)));
}

/** Whether a scope's test can hold at all for entities of this type. */
function coversType(
  test: ScopeTest,
  type: string,
  entityTypes: ReadonlyMap<string, EntityType>,
): boolean {
  switch (test.op) {
    case "any":
      return true;
    case "equal":
      return test.uid.type === type;
    case "in":
      return test.uids.some((uid) => canBeIn(type, uid.type, entityTypes));
    case "is":
      return (
        test.type === type &&
        (test.within === undefined || canBeIn(type, test.within.type, entityTypes))
      );
  }
}

/** V8 optimises no function that is too large. */
const groupSize = 32;

/** From so many policies for named entities on, they are found by entity instead of being gone through. */
const worthKeys = 16;

function emitBucket(policies: readonly NumberedPolicy[], environment: Environment): BucketCode {
  const ofPrincipal = policies.filter(({ form }) => named(form.scope.principal) !== undefined);
  const byPrincipal = new Set(ofPrincipal.length > worthKeys ? ofPrincipal : []);
  const left = policies.filter((each) => !byPrincipal.has(each));
  const ofResource = left.filter(({ form }) => named(form.scope.resource) !== undefined);
  const byResource = new Set(ofResource.length > worthKeys ? ofResource : []);
  return {
    always: emitGroups(
      left.filter((each) => !byResource.has(each)),
      environment,
    ),
    byPrincipal: emitKeyed([...byPrincipal], "principal", environment),
    byResource: emitKeyed([...byResource], "resource", environment),
  };
}

/** The entity that a principal's or resource's test is about: Cedar has no lists there. */
function named(test: ScopeTest): { readonly type: string; readonly id: string } | undefined {
  if (test.op === "equal") return test.uid;
  if (test.op === "is") return test.within;
  return test.op === "in" ? test.uids[0] : undefined;
}

function emitGroups(
  policies: readonly NumberedPolicy[],
  environment: Environment,
): readonly GroupCode[] {
  const groups: GroupCode[] = [];
  for (let at = 0; at < policies.length; at += groupSize) {
    const group = emitGroup(policies.slice(at, at + groupSize), environment);
    if (group !== undefined) groups.push(group);
  }
  return groups;
}

function emitKeyed(
  policies: readonly NumberedPolicy[],
  name: "principal" | "resource",
  environment: Environment,
): ReadonlyMap<string, KeyedCode> {
  const byKey = Map.groupBy(policies, ({ form }) => {
    const uid = named(form.scope[name]);
    return uid === undefined ? "" : uidText(uid);
  });
  const keyed = new Map<string, KeyedCode>();
  for (const [key, own] of byKey) {
    const uid = named(own[0]?.form.scope[name] ?? { op: "any" });
    if (uid !== undefined) keyed.set(key, { uid, groups: emitGroups(own, environment) });
  }
  return keyed;
}
