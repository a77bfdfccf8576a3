import type { Denial } from "../../access/index.ts";
import { starting } from "../../access/index.ts";
import {
  answeringShifts,
  answerSwap,
  handingOver,
  missRelief,
  proposeSwap,
  startShift,
} from "../../exceptions/index.ts";
import { extending } from "../../sessions/index.ts";
import type { Command, Handling, NewRecord } from "../../world/index.ts";
import { decideAt, settled, submitAt, untold } from "./decide-at.ts";
import type { AtSeat, Decided, Doors, Work } from "./doors.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

type RosterDoors = Pick<
  Doors,
  "startShift" | "stay" | "confirm" | "handOver" | "proposeSwap" | "agreeSwap"
>;

type Deciding = Handling & { readonly bundle: Stage["bundle"] };

/** Where the roster is wrong (L9, S9, L10), by the product's own commands. */
export function rosterDoors(stage: Stage): RosterDoors {
  const { deps } = stage;
  return {
    startShift: (turn, at, { ward, role }) => {
      const { person } = at.session;
      return onWard(stage, turn, at, { action: starting, ward }, (handling) => {
        const { records, duty } = startShift(handling, { person, ward, role });
        return [...records, ...extending(deps, handling, person, duty.to)];
      });
    },
    stay: (turn, at, ward) => {
      const { person } = at.session;
      return onWard(stage, turn, at, { action: "shift.stay", ward }, (handling) => {
        const { records, until } = missRelief(handling, { person, ward });
        return [...records, ...extending(deps, handling, person, until)];
      });
    },
    confirm(_turn, at, ids) {
      const extend = (handling: Handling, who: string, to: number) =>
        extending(deps, handling, who, to);
      const answers = { ...askerAt(at), confirm: ids, refuse: [] };
      return inOneAct(stage, at, answeringShifts({ ...deps, extend }, answers));
    },
    handOver: (_turn, at, patient, to) =>
      inOneAct(stage, at, handingOver(deps, { ...askerAt(at), patients: [patient], to })),
    proposeSwap: (turn, at, { shift, ward, colleague }) => {
      const { person } = at.session;
      return onWard(stage, turn, at, { action: "shift.swap", ward }, (handling) =>
        proposeSwap(handling, { person, colleague, shift }),
      );
    },
    agreeSwap: (turn, at, swap) => {
      const { person } = at.session;
      const ward = stage.app.world().swaps.get(swap)?.ward ?? "";
      return onWard(stage, turn, at, { action: "shift.swap", ward }, ({ world }) =>
        answerSwap(world, { person, swap, agrees: true }),
      );
    },
  };
}

function askerAt({ session: { id: session, person }, seat }: AtSeat) {
  return { person, context: { session, seat } };
}

/** Decided on record at the seat, with what follows from a permit. */
function onWard(
  stage: Stage,
  turn: Turn,
  at: AtSeat,
  { action, ward }: { readonly action: string; readonly ward: string },
  records: (handling: Deciding) => readonly NewRecord[],
): Promise<Decided> {
  const { bundle } = stage;
  const wish = { action, resource: { type: "ward", id: ward } };
  return settled(() =>
    decideAt(stage, turn, workAt(at), wish, (_permit, _now, handling) =>
      records({ ...handling, bundle }),
    ),
  ).then(untold);
}

/** All or nothing. */
function inOneAct(
  stage: Stage,
  at: AtSeat,
  command: Command<Denial | undefined>,
): Promise<Decided> {
  return settled(async () => {
    const denial = await submitAt(stage, workAt(at), command);
    return denial ?? { type: "permit", said: [] };
  });
}

function workAt({ session, seat }: AtSeat): Work {
  return { session, place: { type: "seat", seat } };
}
