import { whyUnreadable } from "./door.ts";
import type { EntityStore } from "./entity-store.ts";
import { type Expression, partsOf } from "./expressions/expression.ts";
import type { OracleAnswer } from "./parse/oracle.ts";
import type {
  CedarRecord,
  CedarValue,
  EngineDecision,
  EngineRequest,
  EntityUid,
  PolicySet,
} from "./types.ts";
import { uidText } from "./values/entity-node.ts";

/** What a shadow check saw. */
export interface ShadowCheck {
  readonly agrees: boolean;
  /** Both answers in words when they differ. */
  readonly difference?: string;
}

/** Compares a sample of the decisions with cedar-wasm's, under its own semantics for errors (`skip`). */
export interface ShadowOptions {
  /** The share that is compared, 0 to 1. */
  readonly rate: number;
  /** Between 0 and 1, 1 left out: decides which. */
  readonly random: () => number;
  /** Told of every comparison. */
  readonly onChecked: (check: ShadowCheck) => void;
}

/** Watches decisions. What it finds changes none of them. */
export function createShadow(
  { oracle, policies, program }: PolicySet,
  store: EntityStore,
  { rate, random, onChecked }: ShadowOptions,
  contextOf: (request: EngineRequest) => CedarRecord,
): ((request: EngineRequest, decision: EngineDecision) => void) | undefined {
  if (oracle === undefined) return undefined;
  const literals = uidsInPolicies(program.policies.map(({ whole }) => whole));
  const effectOf = (id: string) => policies.get(id)?.effect;
  return (request, decision) => {
    if (random() >= rate) return;
    // What the schema does not have, cedar-wasm is not asked about: it would not know.
    if (decision.errors.some(({ policy }) => policy === undefined)) return;
    const answer = answerOf(() => {
      const { principal, action, resource } = request;
      const asked = {
        principal: plain(principal),
        action: plain(action),
        resource: plain(resource),
        context: contextOf(request),
      };
      const starts = [asked.principal, asked.resource, ...literals, ...uidsIn(asked.context)];
      // Cedar reads and closes over whatever it is given, so it is given no more than this decision can come to.
      return oracle(asked, store.reachedFrom(starts));
    });
    if (answer.type === "failed") {
      onChecked({
        agrees: false,
        difference: `${sayRequest(request)}: Cedar could not decide: ${answer.message}`,
      });
      return;
    }
    const failed = answer.errors.map(({ policy }) => policy);
    const own = decision.errors.map(({ policy = "" }) => policy);
    // An erring forbid denies here, and is skipped there: then only the errors can be compared.
    const denied = own.some((id) => effectOf(id) === "forbid");
    const agrees =
      same(failed, own) &&
      (denied || (answer.allow === decision.allow && same(answer.reasons, decision.reasons)));
    onChecked(
      agrees
        ? { agrees }
        : { agrees, difference: `${sayRequest(request)}: ${inWords(decision, answer)}` },
    );
  };
}

/** A getter may throw, and cedar-wasm does for what cannot cross its border: that must not reach the decision. */
function answerOf(ask: () => OracleAnswer): OracleAnswer {
  try {
    return ask();
  } catch (error) {
    return { type: "failed", message: whyUnreadable("the request", error) };
  }
}

/** Without what a store may have added to it. */
function plain({ type, id }: EntityUid): EntityUid {
  return { type, id };
}

/** The entities that policies name themselves. */
function uidsInPolicies(conditions: readonly Expression[]): readonly EntityUid[] {
  const met = new Set(conditions);
  // A set that grows while it is walked is walked to its end.
  for (const expression of met) for (const part of partsOf(expression)) met.add(part);
  return [...met].flatMap((expression) => (expression.op === "entity" ? [expression.uid] : []));
}

/** The entities that a value speaks of. */
function uidsIn(value: CedarValue): readonly EntityUid[] {
  if (typeof value !== "object") return [];
  const uid = Array.isArray(value) ? undefined : (value as CedarRecord)["__entity"];
  if (uid !== undefined) return [uid as unknown as EntityUid];
  return Object.values(value).flatMap(uidsIn);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** Which request it was; what cannot be read of it is left out. */
function sayRequest({ action, principal, resource }: EngineRequest): string {
  try {
    return `${uidText(principal)} doing ${uidText(action)} to ${uidText(resource)}`;
  } catch {
    return "a request that cannot be read again";
  }
}

function inWords(
  { allow, errors, reasons }: EngineDecision,
  cedar: Extract<OracleAnswer, { readonly type: "evaluated" }>,
): string {
  const say = (permits: boolean, by: readonly string[], failed: readonly string[]) => {
    const erring = failed.length === 0 ? "" : `, ${failed.join(", ")} failed`;
    return `${permits ? "permit" : "deny"} by ${by.join(", ") || "nothing"}${erring}`;
  };
  const own = errors.map(({ policy = "" }) => policy);
  const others = cedar.errors.map(({ policy }) => policy);
  return `here ${say(allow, reasons, own)}, Cedar ${say(cedar.allow, cedar.reasons, others)}`;
}
