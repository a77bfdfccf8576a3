import { whyUnreadable } from "../door.ts";
import { Fault } from "../values/fault.ts";
import { parseLossless, stringifyLossless } from "./lossless-json.ts";

/** What of a value crosses cedar-wasm's border. @throws Fault if nothing does */
export function jsonText(what: string, value: unknown): string {
  const text = stringified(what, value);
  if (text === undefined) throw new Fault(`${what}: missing`);
  // JSON escapes half a surrogate pair, and no other letter from there; cedar-wasm cannot read it.
  if (/(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/.test(text)) {
    throw new Fault(`${what}: half of a surrogate pair is no text`);
  }
  return text;
}

function stringified(what: string, value: unknown): string | undefined {
  try {
    return stringifyLossless(value);
  } catch (error) {
    throw new Fault(whyUnreadable(what, error));
  }
}

/** The same as plain data: what it was read from may be another by now. */
export function plainJson(text: string): unknown {
  return parseLossless(text);
}
