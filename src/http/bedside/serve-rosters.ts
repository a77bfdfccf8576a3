import { type TProperties, Type } from "typebox";
import type {
  AnswerShiftsRequest,
  AnswerSwapRequest,
  HandOverRequest,
  ProposeSwapRequest,
  StartShiftRequest,
  StayRequest,
} from "../roster-contract.ts";
import {
  answerHere,
  answerSwapHere,
  beginShift,
  handOverHere,
  listSwapChoices,
  listTakers,
  proposeHere,
  startHere,
  stayHere,
} from "./rosters.ts";
import type { Visit } from "./visit.ts";

/** Serves posts of enrolled seats, each with its proof. */
type Post = <Body>(
  path: string,
  about: string,
  body: TProperties,
  handle: (visit: Visit, body: Body) => Promise<unknown>,
) => void;

const text = Type.String();

/** The routes of what the roster does not know (L9, S9, L10). */
export function serveRosters(post: Post): void {
  const start = { ward: text, role: text };
  post(
    "/shift/begin",
    "Come in by starting a shift that the roster does not have",
    { ...start, tap: text, pin: text },
    (visit, body: StartShiftRequest) => beginShift(visit, body),
  );
  post("/shift/start", "Start a shift", start, (visit, body: StartShiftRequest) =>
    startHere(visit, body),
  );
  post("/shift/stay", "Relief has not come", { ward: text }, (visit, body: StayRequest) =>
    stayHere(visit, body),
  );
  const ids = Type.Array(text, { maxItems: mostAtOnce });
  post(
    "/shifts/answer",
    "Confirm or refuse shifts and swaps",
    { confirm: ids, refuse: ids },
    (visit, body: AnswerShiftsRequest) => answerHere(visit, body),
  );
  post("/handover/takers", "Who is there to take patients over", {}, listTakers);
  post(
    "/handover",
    "Hand patients over by name",
    { patients: ids, to: text },
    (visit, body: HandOverRequest) => handOverHere(visit, body),
  );
  post("/swap/choices", "Which shifts can be swapped, and with whom", {}, listSwapChoices);
  post(
    "/swap/propose",
    "Propose that a colleague does a shift",
    { shift: text, colleague: text, inReturn: Type.Optional(text) },
    (visit, body: ProposeSwapRequest) => proposeHere(visit, body),
  );
  post(
    "/swap/answer",
    "Agree to a swap, or not",
    { swap: text, agrees: Type.Boolean() },
    (visit, body: AnswerSwapRequest) => answerSwapHere(visit, body),
  );
}

/** What one act answers, or hands over. */
const mostAtOnce = 100;
