import { asResponder } from "../../exceptions/index.ts";
import { type PinQuestion, type TapAnswer, tap } from "../../sessions/index.ts";
import type { SeatReply, TapRequest } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import { refusalOfTap, saidFrom } from "../spoken.ts";
import { seatReply } from "./reply.ts";
import { pinPatience, startPatience } from "./seat-memory.ts";
import { comeToEmergency } from "./turn-to-emergency.ts";
import { sceneNow, type Visit } from "./visit.ts";
import { noteWitness } from "./witness.ts";

/**
 * A badge was read at the seat (S1 to S4), whoever is in. Refusals without end are answered like the first, and recorded
 * within bounds.
 */
export async function tapBadge(
  visit: Visit,
  { badge: number, typed = false }: TapRequest,
): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const { app, keyedHash } = bedside.deps;
  const badge = keyedHash("badge", number.trim());
  const recordsRefusal = bedside.refusals.at(seat, badge);
  const { bundles } = app;
  const tapping = tap({ bundles }, { seat, badge, typed, recordsRefusal, ...askingHere(visit) });
  const { answer, joined } = await app.submit(
    asResponder({ bundles }, seat, tapping, (came) => (came.type === "in" ? came : undefined)),
  );
  if (answer.type === "witness") {
    noteWitness(visit, answer);
    return seatReply(visit);
  }
  const said = takeIn(visit, answer);
  return comeToEmergency(visit, joined, said);
}

/** The request for a witness that the screen shows: one that this node knows the text of. */
function askingHere({ memory }: Visit): { readonly asking?: string } {
  return memory.witness === undefined ? {} : { asking: memory.witness.asking };
}

/** What the node remembers of the tap, and what is said. */
function takeIn(
  { bedside, memory }: Visit,
  answer: Exclude<TapAnswer, { type: "witness" }>,
): Spoken | undefined {
  const { app, newId } = bedside.deps;
  const { world, at } = sceneNow(bedside);
  if (answer.type === "refused") return refusalOfTap(answer, world, at);
  if (answer.type === "denied")
    return { message: answer.why, said: saidFrom("reasons", answer.said) };
  memory.notice = undefined;
  memory.farewell = undefined;
  memory.lastIn = undefined;
  memory.witness = undefined;
  if (answer.type !== "question" && answer.type !== "off-duty") {
    memory.pending = undefined;
    return undefined;
  }
  const { pending } = memory;
  const { badge, person } = answer;
  const question: PinQuestion =
    answer.type === "question" ? answer : { type: "question", badge, person, why: "off-duty" };
  // A second read of the same badge is the same question.
  const same = pending?.question.badge === answer.badge ? pending.tap : undefined;
  memory.pending = {
    tap: same ?? newId("tap"),
    question,
    until: app.now() + (answer.type === "off-duty" ? startPatience : pinPatience),
    ...(answer.type === "off-duty" ? { offDuty: answer } : {}),
  };
  return undefined;
}
