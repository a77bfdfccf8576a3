import { EngineError, type EngineErrorCode } from "./errors.ts";
import type { EntityUid } from "./types.ts";
import { EntityNode } from "./values/entity-node.ts";
import { Fault } from "./values/fault.ts";
import { KeptUid } from "./values/kept-uid.ts";

/** An object of which nothing is known yet. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * Reads what a public function was given: its caller may be JavaScript, or have cast. Whatever goes wrong meanwhile,
 * what a getter or a proxy throws too, leaves as an error with a code.
 */
export function atDoor<T>(code: EngineErrorCode, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isOwn(error)) throw error;
    if (error instanceof Fault) throw new EngineError(code, sentence(error.message));
    throw new EngineError(code, sentence(whyUnreadable(what, error)), { cause: error });
  }
}

/** That something could not be read at all, by what was thrown meanwhile. */
export function whyUnreadable(what: string, thrown: unknown): string {
  return `${what} cannot be read: ${reasonIn(thrown)}`;
}

/** @throws Fault if it is none */
export function objectAt(what: string, given: unknown): Given {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Given;
  throw expected(what, "an object", given);
}

/** @throws Fault if it is none */
export function listAt(what: string, given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw expected(what, "a list", given);
}

/** @throws Fault if it is none */
export function textAt(what: string, given: unknown): string {
  if (typeof given === "string") return given;
  throw expected(what, "a text", given);
}

/** @throws Fault if it is none */
export function functionAt(what: string, given: unknown): void {
  if (typeof given !== "function") throw expected(what, "a function", given);
}

/** An entity's identity, read once; one that knows its node stays what it is. @throws Fault if it is none */
export function uidAt(what: string, given: unknown): EntityUid {
  if (KeptUid.nodeOf(given) !== undefined || given instanceof EntityNode) return given as EntityUid;
  const { type, id } = objectAt(what, given);
  return { type: textAt(`${what}'s type`, type), id: textAt(`${what}'s id`, id) };
}

/** What makes the things that other functions take. */
type Maker = "compilePolicies" | "createEntityStore";

const makers = new WeakMap<object, Maker>();

/** Remembers what was made here, to tell it from what only looks like it. */
export function madeBy<T extends object>(maker: Maker, made: T): T {
  makers.set(made, maker);
  return made;
}

/** @throws Fault for what the engine itself did not make */
export function madeAt(what: string, maker: Maker, given: unknown): void {
  if (makers.get(objectAt(what, given)) === maker) return;
  throw new Fault(`${what}: expected what ${maker} gives`);
}

/** That something is of another form than it should be. */
export function expected(what: string, form: string, given: unknown): Fault {
  return new Fault(`${what}: expected ${form}, got ${formOf(given)}`);
}

function formOf(given: unknown): string {
  if (given === null || given === undefined) return String(given);
  if (Array.isArray(given)) return "a list";
  if (typeof given === "string") return "a text";
  return typeof given === "object" ? "an object" : `a ${typeof given}`;
}

/** What was thrown may be anything, and hostile itself. */
function reasonIn(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    return "what it throws cannot be read either";
  }
}

function isOwn(error: unknown): boolean {
  try {
    return error instanceof EngineError;
  } catch {
    return false;
  }
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
