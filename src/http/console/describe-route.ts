import { type TProperties, Type } from "typebox";

/** What a route of the console is for, and what it takes. */
export function describe(summary: string, body?: TProperties): { readonly [key: string]: unknown } {
  const described = { summary, tags: ["console"] };
  return body === undefined ? described : { ...described, body: Type.Object(body) };
}
