import { emergenciesAt } from "../../access/index.ts";
import { asResponder, beginning } from "../../exceptions/index.ts";
import {
  enterPin,
  type PinAnswer,
  park,
  reportPresence,
  respondByTap,
  SessionError,
  sayNoResponse,
  sayOffDuty,
  sayQuestion,
  sayRefusal,
  signOut,
  stepUp,
  type TapAnswer,
  tap,
  unknownBadge,
} from "../../sessions/index.ts";
import type { BadgeQuestion } from "../../world/index.ts";
import type { Doors, Tapped } from "./doors.ts";
import type { Screens } from "./seat-screens.ts";
import { type Stage, sensorOf } from "./stage.ts";
import type { Witnesses } from "./witness-doors.ts";

type SeatDoors = Pick<
  Doors,
  "tap" | "enterPin" | "respondByTap" | "stepUp" | "park" | "signOut" | "look" | "sense"
>;

/** Getting in at a seat, and leaving it, by the product's own commands. */
export function seatDoors(stage: Stage, screens: Screens, witnesses: Witnesses): SeatDoors {
  const { app, deps } = stage;
  /** What each seat asks of whoever tapped there last. */
  const asked = new Map<string, Asked>();
  return {
    async tap(seat, badge) {
      // Who is rostered for an emergency there responds to it by that (X17).
      const { answer, joined } = await app.submit(
        asResponder(deps, seat, tap(deps, { seat, badge, ...witnesses.asking(seat) }), (came) =>
          came.type === "in" ? came : undefined,
        ),
      );
      witnesses.tapped(seat, answer);
      if (answer.type === "witness") return { type: "witness" };
      asked.delete(seat);
      const question = askedBy(answer);
      if (question !== undefined) asked.set(seat, question);
      if (answer.type !== "in") return tapped(stage, answer);
      return { type: "in", ...(await screens.comeTo(seat, joined)) };
    },
    async enterPin(seat, begin) {
      const { badge } = askedAt(asked, seat);
      const beginningShift =
        begin === undefined ? {} : { begin: beginning(deps, { seat, ...begin }) };
      const { answer, joined } = await app.submit(
        asResponder(
          deps,
          seat,
          enterPin(deps, { seat, badge, right: true, ...beginningShift }),
          (came) => (came.type === "in" ? came : undefined),
        ),
      );
      if (answer.type !== "in") return { type: "out", said: sayPinFailure(stage, answer) };
      return { type: "in", ...(await screens.comeTo(seat, joined)) };
    },
    async respondByTap(seat) {
      const { badge, why } = askedAt(asked, seat);
      const emergency = firstCalledAt(stage, seat);
      const coming = respondByTap(deps, { seat, badge, asked: why, emergency });
      const { answer, joined } = await app.submit(
        asResponder(deps, seat, coming, (came) =>
          came.type === "in" ? { ...came, isSaid: true } : undefined,
        ),
      );
      if (answer.type === "refused") return { type: "out", said: sayNoResponse(answer.why) };
      return { type: "in", ...(await screens.turnTo(seat, joined)) };
    },
    async stepUp({ seat, session }) {
      try {
        const answer = await app.submit(stepUp(deps, { seat, session: session.id, right: true }));
        return answer.type === "raised";
      } catch (error) {
        if (error instanceof SessionError && error.code === "occupant-changed") return false;
        throw error;
      }
    },
    async park({ seat, session }, reason) {
      await app.submit(park(deps, { seat, session: session.id, reason }));
      await screens.look(seat);
    },
    async signOut({ seat, session }) {
      await app.submit(signOut({ session: session.id, surface: seat }));
      await screens.look(seat);
    },
    look: (seat) => screens.look(seat),
    sense: async (seat, badges) => {
      const report = { seat, key: sensorOf(seat), present: badges.length > 0, badges };
      await app.submit(reportPresence(deps, report));
    },
  };
}

/** The first of the emergencies that a seat's screen shows. */
function firstCalledAt({ app }: Stage, seat: string): string {
  const place = app.world().seats.get(seat);
  const [first] = place === undefined ? [] : emergenciesAt(app.world(), place, app.now());
  return first?.id ?? "";
}

/** What somebody who tapped is asked. */
interface Asked {
  readonly badge: string;
  readonly why: BadgeQuestion;
}

function askedBy(answer: TapAnswer): Asked | undefined {
  if (answer.type !== "question" && answer.type !== "off-duty") return undefined;
  const { badge } = answer;
  // Somebody who was asked what they would start responds as one who is off duty.
  const isOff = answer.type === "off-duty" || answer.why === "off-duty";
  return { badge, why: isOff ? "responding" : answer.why };
}

function askedAt(asked: ReadonlyMap<string, Asked>, seat: string): Asked {
  const question = asked.get(seat);
  if (question === undefined) throw new TypeError(`Nobody has tapped at ${seat}.`);
  return question;
}

function tapped({ app }: Stage, answer: Exclude<TapAnswer, { type: "in" | "witness" }>): Tapped {
  switch (answer.type) {
    case "out":
      return { type: "out" };
    case "question": {
      // Off duty no PIN is asked for, only whether they respond.
      const byPin = answer.why !== "locked" && answer.why !== "responding";
      return { type: "question", byPin, said: sayQuestion(answer.why) };
    }
    case "off-duty": {
      const said = sayOffDuty(answer.next, app.world(), app.now(), true);
      return { type: "off-duty", starts: answer.starts, said };
    }
    case "refused":
      return { type: "refused", said: sayRefusal(answer, app.world(), app.now()) };
    case "denied":
      return { type: "refused", said: answer.why };
  }
}

function sayPinFailure({ app }: Stage, answer: Exclude<PinAnswer, { type: "in" }>): string {
  switch (answer.type) {
    case "refused":
      return answer.why === "ended" ? unknownBadge : sayRefusal(answer, app.world(), app.now());
    case "not-begun":
    case "denied":
      return answer.why;
    case "locked":
      return sayQuestion("locked");
    default:
      return "Please wait: this PIN was not tried.";
  }
}
