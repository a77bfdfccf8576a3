import type { Command } from "../world/index.ts";
import type { Begin } from "./begin.ts";
import { dutiesOf, type NextDuty, nextDuty } from "./duties.ts";
import { enter } from "./enter.ts";
import { enterAndBegin } from "./enter-pin.ts";
import type { SaidNo } from "./let-in.ts";
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
  | { readonly type: "off-duty"; readonly person: string; readonly next?: NextDuty }
  | ({ readonly type: "not-begun" } & SaidNo)
  /** The policy does not let them in here (A1): why, in words. */
  | ({ readonly type: "denied" } & SaidNo);

/**
 * Somebody comes in at a seat by a passkey, without a badge (A1: level 3, or 4 for a hardware passkey): the first sign-in of a
 * shift, or after grace, or with a locked badge (A3). Whoever was in is parked (S2); a session at another seat moves (S3).
 *
 * @throws SessionError `seat-unknown`, `no-policy`
 */
export function enterByPasskey(
  deps: SessionDeps,
  { seat, begin, ...use }: PasskeyUse & { readonly seat: string; readonly begin?: Begin },
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
      const by = { method: "passkey", level: proof.level, passkey } as const;
      if (duties.length === 0 && begin !== undefined) {
        const begun = enterAndBegin(handling, scene, begin, { seat, person, proof: by });
        return { ...begun, records: [...proof.records, ...begun.records] };
      }
      if (duties.length === 0) {
        const next = nextDuty(scene, person);
        const answer = {
          type: "off-duty",
          person,
          ...(next === undefined ? {} : { next }),
        } as const;
        return { records: proof.records, answer };
      }
      const entered = enter(handling, scene, { seat, person, duties, proof: by });
      if (entered.type === "denied") {
        const { policies, said, why } = entered;
        const body = { passkey, policies, why: "policy" } as const;
        const records = [...proof.records, { kind: "passkey.refused", body } as const];
        return { records, answer: { type: "denied", why, said } };
      }
      const { session, how } = entered;
      return {
        records: [...proof.records, ...entered.records],
        answer: { type: "in", session, person, how },
      };
    },
  };
}
