import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** A case that was opened at a seat: its patient's chart stays on the screen while nobody is in (S7). */
export interface OpenCase {
  readonly patient: string;
  readonly since: number;
  /** It is over by itself then, if it has not ended before. */
  readonly until: number;
}

/** The bodies of records about cases at seats. */
export interface CaseBodies {
  readonly "case.opened": {
    readonly patient: string;
    readonly seat: string;
    readonly until: number;
  };
  /** By somebody at the seat, who may have opened another; or by itself: its time is over, or the patient is not there any more. */
  readonly "case.closed": {
    readonly patient: string;
    readonly reason: "closed" | "replaced" | "left" | "over";
    readonly seat: string;
  };
}

/** The fold of records about cases at seats. */
export const caseAppliers: Appliers<keyof CaseBodies> = {
  "case.opened": (draft, { at, body: { patient, seat, until } }) => {
    putCase(draft, seat, { patient, since: at, until });
  },
  "case.closed": (draft, { body }) => putCase(draft, body.seat, undefined),
};

function putCase(draft: Draft, id: string, openCase: OpenCase | undefined): void {
  const seat = draft.seats.get(id);
  if (seat === undefined) return;
  const { openCase: _known, ...rest } = seat;
  draft.seats.set(id, openCase === undefined ? rest : { ...rest, openCase });
}
