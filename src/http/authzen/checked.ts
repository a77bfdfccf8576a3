import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { AuthzenError } from "./errors.ts";

/** Checks values against one schema; compiled once. */
export interface Checked<T> {
  /** What is wrong with `value`, or undefined. Says where, never what was there. */
  readonly faultIn: (value: unknown) => string | undefined;
  /** @throws AuthzenError `bad-request` */
  readonly require: (value: unknown) => T;
}

/** Compiles the check of a schema, of which `T` is the type. */
export function checked<T>(schema: TSchema): Checked<T> {
  const validator = Compile(schema);
  const faultIn = (value: unknown): string | undefined => {
    if (validator.Check(value)) return undefined;
    const faults = validator.Errors(value);
    const [first] = faults;
    const place = first?.instancePath ?? "";
    const where =
      place === "" ? "The request" : `The member ${place.slice(1).replaceAll("/", ".")}`;
    const words = wordsAt(place, faults);
    if (words.length > 0) return `${where} must be one of ${words.join(", ")}.`;
    return `${where} ${first?.message ?? "is not as it should be"}.`;
  };
  return {
    faultIn,
    require(value) {
      const fault = faultIn(value);
      if (fault !== undefined) throw new AuthzenError("bad-request", fault);
      return value as T;
    },
  };
}

interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: unknown;
}

/** The words that a member may say, where it may say only some: each was tried, and each is a fault of its own. */
function wordsAt(place: string, faults: readonly Fault[]): readonly string[] {
  return faults.flatMap(({ instancePath, keyword, params }) => {
    if (instancePath !== place || keyword !== "const") return [];
    const { allowedValue } = params as { readonly allowedValue?: unknown };
    return typeof allowedValue === "string" ? [allowedValue] : [];
  });
}
