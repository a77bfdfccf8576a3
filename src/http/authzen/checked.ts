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
    const [first] = validator.Errors(value);
    const place = first?.instancePath ?? "";
    const where =
      place === "" ? "The request" : `The member ${place.slice(1).replaceAll("/", ".")}`;
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
