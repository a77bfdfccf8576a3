import type { Command } from "../world/index.ts";
import { type PasskeyUse, provePasskey } from "./prove-passkey.ts";
import { type SessionDeps, sceneOf } from "./scene.ts";

/** A colleague's passkey at the enrolment desk. */
export interface PasskeyVouching extends PasskeyUse {
  /** The person who supervises; nobody stands beside themselves. */
  readonly supervisor: string;
}

/** Who is present, or that the passkey proves nobody. */
export type PasskeyVouchingAnswer =
  | { readonly type: "present"; readonly person: string }
  | { readonly type: "refused" }
  | { readonly type: "oneself" };

/** A colleague proves by their passkey that they are at the desk, for just what they vouch for: no session of theirs opens or rises. */
export function vouchByPasskey(
  deps: SessionDeps,
  { supervisor, ...use }: PasskeyVouching,
): Command<PasskeyVouchingAnswer> {
  return {
    name: "desk.vouch",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world, at }) => {
      const proof = provePasskey(sceneOf(deps, world, at), use);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const { person } = proof.passkey;
      const answer =
        person === supervisor
          ? ({ type: "oneself" } as const)
          : { type: "present" as const, person };
      return { records: proof.records, answer };
    },
  };
}
