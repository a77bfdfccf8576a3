import { createHash } from "node:crypto";
import { type GrantWish, grantWords, keepWords } from "../../exceptions/index.ts";
import type { Actor } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import type { GrantRequest } from "../grants-contract.ts";

/** A request as it is recorded, and the words that are kept beside the log. */
export interface PreparedWish {
  readonly wish: GrantWish;
  readonly words: { readonly text: string; readonly salt: string } | undefined;
}

/**
 * What somebody asks for, ready to be recorded: the log gets a salted hash of their words (U3).
 *
 * @throws ExceptionError `words-refused`
 */
export function prepareWish(
  { newId }: Pick<ServerDeps, "newId">,
  request: GrantRequest,
  { person, askedBy }: { readonly person: string; readonly askedBy: Actor },
): PreparedWish {
  const { words: typed, minutes, ...asked } = request;
  const text = grantWords(typed);
  const words = text === undefined ? undefined : { text, salt: newId("slt") };
  const hash = words && createHash("sha256").update(`${words.salt}\n${words.text}`).digest("hex");
  const wish = {
    ...asked,
    grant: newId("gnt"),
    person,
    askedBy,
    ...(minutes === undefined ? {} : { lasts: minutes * 60_000 }),
    ...(hash === undefined ? {} : { words: hash }),
  };
  return { wish, words };
}

/** Keeps the words once the request is on record. */
export async function keepWishWords(
  { app }: Pick<ServerDeps, "app">,
  { wish, words }: PreparedWish,
): Promise<void> {
  if (words !== undefined) await app.submit(keepWords(wish.grant, words));
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
