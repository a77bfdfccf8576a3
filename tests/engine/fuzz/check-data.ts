/** Whether the engine takes just those entities and contexts that Cedar takes with the schema. */
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import {
  type CedarRecord,
  createCedar,
  createEntityStore,
  createPdp,
  EngineError,
  type Entity,
} from "../../../src/engine/index.ts";
import type { Differ } from "./compare.ts";
import { exact, rawLong } from "./json.ts";
import { type Faulty, faultyContext, faultyEntities } from "./make-faults.ts";
import type { PrintedSet } from "./oracle.ts";
import { randomOf } from "./random.ts";
import { count, type Stats } from "./stats.ts";
import { asked, type Typed } from "./subject-typed.ts";
import type { FuzzSet, Request } from "./types.ts";

/** Tries a few faults: on the engine with the schema if there is one, and on its form of cedar-wasm. */
export function checkData(
  set: FuzzSet,
  printed: PrintedSet,
  typed: Typed | undefined,
  stats: Stats,
  differ: Differ,
): void {
  const random = randomOf(`${set.seed} data`, set.index);
  const compare: Compare = (kind, faulty, request, expected, actual) => {
    count(stats, "data checks");
    const isTaken = expected === "taken";
    if (!isTaken) count(stats, "data checks refused");
    if (isTaken === (actual === "taken")) return;
    // Cedar takes an entity that is given twice if it is the same, and fields that it does not know; the store does not.
    const isOdd = kind === "entities" && faulty.name === "one more field";
    if (isTaken && (actual.includes("given twice") || (isOdd && actual.includes("is unknown")))) {
      count(stats, "data checks in which the engine asks for more, on purpose");
      return;
    }
    const side = isTaken ? "refused by the engine only" : "refused by Cedar only";
    const json = shown(faulty);
    differ("refusal", `${kind} ${side}`, request, expected, { fault: faulty.name, actual, json });
  };
  for (let tries = 3; tries > 0; tries--) {
    if (set.entities[0].length === 0) break;
    const faulty = faultyEntities(random, set);
    if (typed !== undefined) {
      const expected = cedarTakes(printed, faulty);
      compare("entities", faulty, undefined, expected, engineTakes(typed, faulty));
    }
    const call = callOf(set, 0, { entities: faulty.json });
    compareCalls("drop-in entities", faulty, 0, call, compare);
  }
  for (let tries = 2; tries > 0; tries--) {
    const at = random.below(set.requests.length);
    const faulty = faultyContext(random, set, at);
    const call = callOf(set, at, { context: faulty.json });
    compareCalls("drop-in context", faulty, at, call, compare);
    if (typed === undefined) continue;
    const unheld = { ...call, schema: printed.schema, validateRequest: false };
    compareCalls("drop-in context with schema, unchecked", faulty, at, unheld, compare);
    const held = { ...unheld, validateRequest: true };
    const expected = compareCalls("drop-in context with schema", faulty, at, held, compare);
    compare("context", faulty, at, expected, engineDecides(set, typed, at, faulty));
  }
}

type Compare = (
  kind: string,
  faulty: Faulty,
  request: number | undefined,
  expected: string,
  actual: string,
) => void;

/** A request about nothing but whether it can be read. */
function callOf(set: FuzzSet, at: number, faulty: object): object {
  const { context, ...uids } = asked(set.requests[at] as Request);
  const policies = { staticPolicies: {}, templates: {}, templateLinks: [] };
  return { ...uids, context, entities: [], policies, ...faulty };
}

/** Cedar's outcome. */
function compareCalls(
  kind: string,
  faulty: Faulty,
  at: number,
  call: object,
  compare: Compare,
): string {
  const [expected, actual] = [
    cedar.isAuthorized(exact(call) as cedar.AuthorizationCall),
    createCedar().isAuthorized(call as cedar.AuthorizationCall),
  ].map((answer) => (answer.type === "success" ? "taken" : messages(answer.errors))) as [
    string,
    string,
  ];
  compare(kind, faulty, at, expected, actual);
  return expected;
}

function shown({ json }: Faulty): string {
  return JSON.stringify(json, (_, value) => (typeof value === "bigint" ? rawLong(value) : value));
}

function cedarTakes({ schema }: PrintedSet, { json }: Faulty): string {
  const answer = cedar.checkParseEntities({ schema, entities: exact(json) as cedar.Entities });
  return answer.type === "success" ? "taken" : messages(answer.errors);
}

function engineTakes({ set }: Typed, { json }: Faulty): string {
  return outcome(() => createEntityStore(set.schema).apply({ put: json as readonly Entity[] }));
}

function engineDecides(set: FuzzSet, typed: Typed, at: number, { json }: Faulty): string {
  const request = set.requests[at];
  if (request === undefined) return "taken";
  const pdp = createPdp(typed.set, typed.store, { onPolicyError: "skip" });
  const context = json as CedarRecord;
  const decoded = outcome(() => pdp.decodeContext(asked(request).action, context));
  let failure = "";
  const decided = outcome(() => {
    const [first] = pdp.decide({ ...asked(request), context }).errors;
    if (first !== undefined && first.policy === undefined) failure = first.message;
  });
  const actual = failure === "" ? decided : failure;
  if ((decoded === "taken") === (actual === "taken")) return actual;
  return `decodeContext: ${decoded}; decide: ${actual}`;
}

/** Only the engine's own errors are refusals. */
function outcome(call: () => unknown): string {
  try {
    call();
    return "taken";
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
}

function messages(errors: readonly cedar.DetailedError[]): string {
  return errors.map(({ message, help }) => `${message} ${help ?? ""}`).join("; ");
}
