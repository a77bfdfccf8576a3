import { asResponder, beginning } from "../../exceptions/index.ts";
import {
  enterByPasskey,
  occupantOf,
  type SeatPasskeyAnswer,
  startsAt,
} from "../../sessions/index.ts";
import type { SeatReply } from "../bedside-contract.ts";
import type { PasskeyOptionsReply } from "../contract.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import { notRight } from "../passkeys/client-data.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import type { StartByPasskey } from "../roster-contract.ts";
import { refusalOfTap, saidFrom } from "../spoken.ts";
import { seatReply } from "./reply.ts";
import { startPatience } from "./seat-memory.ts";
import { comeToEmergency } from "./turn-to-emergency.ts";
import { sceneNow, type Visit } from "./visit.ts";

const purpose = "seat-sign-in";

/**
 * What the browser asks an authenticator with at a free or locked seat. Which passkey answers, its user chooses: nothing is told
 * of who has one.
 *
 * @throws HttpError `bad-request`
 */
export async function seatSignInOptions({
  bedside,
  request,
  seat,
}: Visit): Promise<PasskeyOptionsReply> {
  const origin = passkeyOrigin(request, bedside.deps.origins());
  return { options: await assertionOptions(bedside.ceremonies, { purpose, bound: seat, origin }) };
}

/**
 * Comes in at the seat by a passkey (A1: level 3), beside tap and PIN.
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`
 */
export async function seatSignIn(
  visit: Visit,
  { response, ward, role }: StartByPasskey,
): Promise<SeatReply> {
  const { bedside, memory, seat } = visit;
  const { ceremonies, deps, memories } = bedside;
  const { app } = deps;
  const { side, world } = app;
  const asked = { purpose, bound: seat } as const;
  const use = await checkAssertion({ ceremonies, side, world }, asked, response);
  const { bundles } = app;
  const starts = ward !== undefined && role !== undefined;
  const begin = starts ? { begin: beginning(bedside.decisions, { seat, ward, role }) } : {};
  const entering = enterByPasskey({ bundles }, { ...use, seat, ...begin });
  const { answer, joined } = await app.submit(
    asResponder({ bundles }, seat, entering, (came) => (came.type === "in" ? came : undefined)),
  );
  if (answer.type === "refused") {
    // A passkey that was locked by this may have ended what was open here.
    memories.changed(seat);
    throw notRight();
  }
  if (answer.type === "off-duty") return offerStarts(visit, answer);
  memory.pending = undefined;
  if (answer.type === "not-begun" || answer.type === "denied") {
    return seatReply(visit, { message: answer.why, said: saidFrom("reasons", answer.said) });
  }
  memory.notice = undefined;
  memory.farewell = undefined;
  memory.lastIn = undefined;
  memory.witness = undefined;
  return comeToEmergency(visit, joined);
}

/** Off duty: what they may start instead, by their passkey again (L9); where there is nothing, when they may come. */
function offerStarts(
  visit: Visit,
  { person, next }: Extract<SeatPasskeyAnswer, { type: "off-duty" }>,
): Promise<SeatReply> {
  const { bedside, memory, seat: id } = visit;
  const scene = sceneNow(bedside);
  const { world, at } = scene;
  const seat = world.seats.get(id);
  const starts = seat === undefined ? [] : startsAt(scene, seat, person);
  const known = next === undefined ? {} : { next };
  // Whoever is in at the seat stays in: what could be started is not shown over their work.
  if (starts.length === 0 || occupantOf(scene, id) !== undefined) {
    return seatReply(
      visit,
      refusalOfTap({ type: "refused", why: "off-duty", ...known }, world, at),
    );
  }
  const offDuty = { type: "off-duty", person, badge: "", starts, ...known } as const;
  const question = { type: "question", person, badge: "", why: "off-duty" } as const;
  const tap = bedside.deps.newId("tap");
  const until = at + startPatience;
  memory.pending = { tap, question, until, offDuty, byPasskey: true };
  return seatReply(visit);
}
