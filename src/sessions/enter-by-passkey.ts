import type { Command } from "../world/index.ts";
import { dutiesOf, type NextDuty, nextDuty } from "./duties.ts";
import { enter } from "./enter.ts";
import { type PasskeyUse, provePasskey } from "./prove-passkey.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf, seatOf } from "./scene.ts";

/** What a passkey at a seat led to. */
export type SeatPasskeyAnswer =
  | {
      readonly type: "in";
      readonly session: string;
      readonly person: string;
      readonly how: "opened" | "resumed" | "moved" | "already";
    }
  /** One answer for every passkey that opens nothing. */
  | { readonly type: "refused" }
  | { readonly type: "off-duty"; readonly next?: NextDuty };

/**
 * Somebody comes in at a seat by a passkey, without a badge (A1: level 3, or 4 for a hardware passkey): the first sign-in of a
 * shift, or after grace, or with a locked badge (A3). Whoever was in is parked (S2); a session at another seat moves (S3).
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function enterByPasskey(
  deps: SessionDeps,
  { seat, ...use }: PasskeyUse & { readonly seat: string },
): Command<SeatPasskeyAnswer> {
  return {
    name: "seat.sign-in-by-passkey",
    actor: { type: "system", id: "wardkey" },
    seat,
    handle: (handling) => {
      seatOf(handling.world, seat);
      const scene = sceneOf(deps, handling.world, handling.at);
      const proof = provePasskey(scene, use);
      if (proof.type === "refused") return { records: proof.records, answer: { type: "refused" } };
      const { person, id: passkey } = proof.passkey;
      const duties = dutiesOf(scene, person);
      if (duties.length === 0) {
        const next = nextDuty(scene, person);
        const answer = { type: "off-duty", ...(next === undefined ? {} : { next }) } as const;
        return { records: proof.records, answer };
      }
      const by = { method: "passkey", level: proof.level, passkey } as const;
      const entered = enter(handling, scene, { seat, person, duties, proof: by });
      const { session, how } = entered;
      return {
        records: [...proof.records, ...entered.records],
        answer: { type: "in", session, person, how },
      };
    },
  };
}
