import { createHash } from "node:crypto";
import { type GrantWish, grantWords } from "../../exceptions/index.ts";
import type { Actor } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import type { GrantRequest } from "../grants-contract.ts";

/**
 * What somebody asks for, ready to be recorded: the log gets a salted hash of their words (U3).
 *
 * @throws ExceptionError `words-refused`
 */
export function prepareWish(
  { newId }: Pick<ServerDeps, "newId">,
  request: GrantRequest,
  { person, askedBy }: { readonly person: string; readonly askedBy: Actor },
): GrantWish {
  const { words: typed, minutes, ...asked } = request;
  const text = grantWords(typed);
  return {
    ...asked,
    grant: newId("gnt"),
    person,
    askedBy,
    ...(minutes === undefined ? {} : { lasts: minutes * 60_000 }),
    ...(text === undefined ? {} : { words: salted(text, newId("slt")) }),
  };
}

function salted(text: string, salt: string): NonNullable<GrantWish["words"]> {
  const hash = createHash("sha256").update(`${salt}\n${text}`).digest("hex");
  return { text, salt, hash };
}

/** What the policy is asked before somebody asks: for the patient, or for the ward. */
export function resourceOf({ patient, ward }: Pick<GrantRequest, "patient" | "ward">): {
  readonly type: "patient" | "ward";
  readonly id: string;
} {
  return patient === undefined
    ? { type: "ward", id: ward ?? "" }
    : { type: "patient", id: patient };
}
