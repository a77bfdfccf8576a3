import { asResponder } from "../../exceptions/index.ts";
import { type Begin, enterPin, type PinAnswer, pinGate } from "../../sessions/index.ts";
import type { PinRequest, SeatReply } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import { refusalOfTap, saidFrom, spoken } from "../spoken.ts";
import { waiting } from "./pending-tap.ts";
import type { PendingPin } from "./seat-memory.ts";
import { pinPatience } from "./seat-memory.ts";
import { comeToEmergency } from "./turn-to-emergency.ts";
import { sceneNow, type Visit } from "./visit.ts";

/**
 * The PIN of the person whose tap is waiting. It is only ever tried on the badge that it was typed for.
 *
 * @throws SessionError `occupant-changed` when another tap is waiting by now, or none
 */
export async function givePin(
  visit: Visit,
  { tap, pin }: PinRequest,
  begin?: Begin,
): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const { app, pins } = bedside.deps;
  const pending = waiting(visit, tap);
  const { badge, person } = pending.question;
  const { world, at } = sceneNow(bedside);
  const known = world.badges.get(badge);
  // One that would not count is not tried either: it would only tell an attacker's clock something.
  const counts = known === undefined || pinGate(known, seat, at).type === "open";
  const right = counts && (await pins.verify(await verifierOf(visit, person), pin, "surface"));
  waiting(visit, tap);
  const { bundles } = app;
  const beginning = begin === undefined ? {} : { begin };
  const entering = enterPin({ bundles }, { seat, badge, right, ...beginning });
  const { answer, joined } = await app.submit(
    asResponder({ bundles }, seat, entering, (came) => (came.type === "in" ? came : undefined)),
  );
  const said = takeIn(visit, pending, answer);
  return comeToEmergency(visit, joined, said);
}

/** The verifier of a person's PIN; undefined when they have none. */
export async function verifierOf({ bedside }: Visit, person: string): Promise<string | undefined> {
  const key = { table: "credentials", key: `pin|${person}` } as const;
  const [verifier] = await bedside.deps.app.side.get([key]);
  return typeof verifier === "string" ? verifier : undefined;
}

function takeIn(visit: Visit, pending: PendingPin, answer: PinAnswer): Spoken | undefined {
  const { bedside, memory } = visit;
  const { world, at } = sceneNow(bedside);
  if (answer.type === "in") {
    memory.pending = undefined;
    return undefined;
  }
  if (answer.type === "refused") {
    memory.pending = undefined;
    if (answer.why === "ended") return spoken("badge.unknown");
    return refusalOfTap({ ...answer, type: "refused" }, world, at);
  }
  if (answer.type === "not-begun" || answer.type === "denied") {
    memory.pending = undefined;
    return { message: answer.why, said: saidFrom("reasons", answer.said) };
  }
  // Whoever waits at the pad stays at it.
  const until = answer.type === "locked" ? at : (answer.waitUntil ?? at);
  memory.pending = { ...pending, until: until + pinPatience };
  return sayFailure(answer);
}

/** What is said of a PIN that was wrong or too early (A3); how long to wait, the screen counts by itself. */
export function sayFailure(
  failure: Extract<PinAnswer, { type: "wrong" | "wait" | "locked" }>,
): Spoken {
  if (failure.type === "locked") return spoken("pin.locked");
  if (failure.type === "wait") return spoken("pin.wait");
  return spoken(failure.waitUntil === undefined ? "pin.wrong" : "pin.wrong-again");
}
