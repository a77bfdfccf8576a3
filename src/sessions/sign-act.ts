import type { Command, NewRecord } from "../world/index.ts";
import { occupantChanged } from "./errors.ts";
import { requireOccupant } from "./occupants.ts";
import { type PasskeyUse, provePasskey } from "./prove-passkey.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A passkey's ceremony that signed one act of a seat's occupant. */
export interface SigningAct extends PasskeyUse {
  readonly seat: string;
  readonly session: string;
  readonly action: string;
  readonly patient: string;
  /** The ceremony's challenge, which is a salted hash of what was signed. */
  readonly digest: string;
}

/** What it led to. */
export type SigningAnswer =
  | { readonly type: "signed"; readonly signature: string }
  | { readonly type: "refused" };

/**
 * Takes in the ceremony by which the occupant signs one act on the open chart (A4). It raises nothing: what was signed may be
 * decided next, once, and nothing else may.
 *
 * @throws SessionError `occupant-changed`, also when another chart is open; `no-policy`
 */
export function signAct(
  deps: SessionDeps,
  { seat, session: id, action, patient, digest, ...use }: SigningAct,
): Command<SigningAnswer> {
  return {
    name: "act.sign",
    actor: { type: "system", id: "wardkey" },
    seat,
    handle: ({ world, at, id: newId }) => {
      const scene = sceneOf(deps, world, at);
      const session = requireOccupant(scene, seat, id);
      if (session.patient !== patient) throw occupantChanged();
      const proof = provePasskey(scene, use, session.person);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const signature = newId("sig");
      const { passkey } = use;
      const body = { action, digest, passkey, patient, session: id, signature };
      const actor = { type: "person", id: session.person } as const;
      const signed: NewRecord = { kind: "signature.given", body, actor };
      return { records: [...proof.records, signed], answer: { type: "signed", signature } };
    },
  };
}
