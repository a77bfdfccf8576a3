import { asResponder } from "../../exceptions/index.ts";
import { enterByPasskey, sayRefusal } from "../../sessions/index.ts";
import type { SeatReply } from "../bedside-contract.ts";
import type { PasskeyOptionsReply, PasskeyRequest } from "../contract.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import { notRight } from "../passkeys/client-data.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { seatReply } from "./reply.ts";
import { turnToEmergency } from "./turn-to-emergency.ts";
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
export async function seatSignIn(visit: Visit, { response }: PasskeyRequest): Promise<SeatReply> {
  const { bedside, memory, seat } = visit;
  const { ceremonies, deps, memories } = bedside;
  const { app } = deps;
  const { side, world } = app;
  const asked = { purpose, bound: seat } as const;
  const use = await checkAssertion({ ceremonies, side, world }, asked, response);
  const { bundles } = app;
  const entering = enterByPasskey({ bundles }, { ...use, seat });
  const { answer, joined } = await app.submit(
    asResponder({ bundles }, seat, entering, (came) => (came.type === "in" ? came : undefined)),
  );
  if (answer.type === "refused") {
    // A passkey that was locked by this may have ended what was open here.
    memories.changed(seat);
    throw notRight();
  }
  if (answer.type === "off-duty") {
    const { world: now, at } = sceneNow(bedside);
    const refused = { ...answer, type: "refused", why: "off-duty" } as const;
    return seatReply(visit, sayRefusal(refused, now, at));
  }
  memory.pending = undefined;
  memory.notice = undefined;
  memory.farewell = undefined;
  memory.lastIn = undefined;
  memory.witness = undefined;
  return joined === undefined ? seatReply(visit) : turnToEmergency(visit, joined);
}
