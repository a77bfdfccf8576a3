/** A set from its seed and index alone. */
import { ids } from "./literals.ts";
import {
  changeEntities,
  makeEntities,
  makeEntries,
  makeWildEntities,
  wildEntries,
} from "./make-entities.ts";
import { makePolicies } from "./make-policies.ts";
import { type MadeSchema, makeSchema } from "./make-schema.ts";
import { makeValues, uidOf, type Values } from "./make-values.ts";
import type { Env } from "./paths.ts";
import { type Random, randomOf } from "./random.ts";
import type { FuzzSet, Kind, Request } from "./types.ts";

/** How many requests a set has. */
export const requestsPerSet = 20;

const kinds: readonly Kind[] = ["typed", "loose", "typed", "wild", "typed"];

/** Set `index` of `seed`. */
export function makeSet(seed: string, index: number): FuzzSet {
  const random = randomOf(seed, index);
  const kind = kinds[index % kinds.length] ?? "typed";
  const made = makeSchema(random);
  const { schema, types } = made;
  const values = makeValues(random, schema);
  const { envs, ...said } = makePolicies({ random, schema, values, types, odd: kind !== "typed" });
  const wild = (): FuzzSet["entities"][0] => makeWildEntities(random, schema, values, types);
  const all = kind === "wild" ? wild() : makeEntities(random, schema, values);
  // Some come only with the change.
  const before = all.filter(() => random.chance(0.9));
  const after = kind === "wild" ? wild() : changeEntities(random, schema, values, all);
  const make = kind === "wild" ? makeWildRequest : makeRequest;
  const early = Array.from({ length: requestsPerSet / 2 }, () => make(random, made, values, envs));
  // Some are asked again after the change, so that what was prepared before it is used after it.
  const late = early.map((request) => ({
    ...(random.chance(0.4) ? request : make(random, made, values, envs)),
    phase: 1 as const,
  }));
  const requests = [...early, ...late];
  return { seed, index, kind, schema, ...said, entities: [before, after], requests };
}

function makeRequest(
  random: Random,
  { schema }: MadeSchema,
  values: Values,
  envs: readonly Env[],
): Request {
  const env = random.pick(envs);
  const isAny = random.chance(0.25);
  const usable = schema.actions.filter(({ principals }) => principals.length > 0);
  const action = random.pick(isAny ? usable : env.actions);
  const fitting = (all: readonly string[], wanted: readonly string[]): string => {
    const both = all.filter((type) => wanted.includes(type));
    return random.pick(isAny || both.length === 0 ? all : both);
  };
  return {
    phase: 0,
    principal: values.uid(fitting(action.principals, env.principals)),
    action: action.uid,
    resource: values.uid(fitting(action.resources, env.resources)),
    context: makeEntries(random, values, action.context),
  };
}

function makeWildRequest(
  random: Random,
  made: MadeSchema,
  values: Values,
  envs: readonly Env[],
): Request {
  const request = makeRequest(random, made, values, envs);
  const { schema, types } = made;
  const anyone = () => {
    const type = random.chance(0.9) ? random.pick(schema.entities).name : "Nothing::Such";
    return random.chance(0.8) ? values.uid(type) : uidOf(type, random.pick(ids));
  };
  return {
    phase: 0,
    principal: random.chance(0.85) ? request.principal : anyone(),
    action: random.chance(0.9) ? request.action : uidOf("Action", random.pick(ids)),
    resource: random.chance(0.85) ? request.resource : anyone(),
    context: random.chance(0.5)
      ? request.context
      : wildEntries(
          random,
          values,
          types,
          request.context.map(([name]) => name),
        ),
  };
}
