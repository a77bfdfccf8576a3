import { livePasskeys } from "../../access/index.ts";
import { stepUpByPasskey } from "../../sessions/index.ts";
import type { StepUpReply } from "../bedside-contract.ts";
import type { PasskeyOptionsReply, PasskeyRequest } from "../contract.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import { notRight } from "../passkeys/client-data.ts";
import { keptPasskeys } from "../passkeys/kept-passkey.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { refusedBy } from "../spoken.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * What the browser asks the occupant's authenticator with.
 *
 * @throws SessionError `occupant-changed`; HttpError `bad-request`, `refused` for somebody without a passkey
 */
export async function passkeyOptions(visit: Visit): Promise<PasskeyOptionsReply> {
  const { bedside, request } = visit;
  const { app, origins } = bedside.deps;
  const session = occupantIn(visit);
  const origin = passkeyOrigin(request, origins());
  const { world, at } = sceneNow(bedside);
  const ids = livePasskeys(world, session.person, at).map(({ id }) => id);
  const known = await keptPasskeys(app.side, ids);
  if (known.length === 0) {
    throw refusedBy("refused", "passkey.none");
  }
  const ceremony = { purpose: "seat-step-up", bound: boundTo(visit, session.id), origin } as const;
  return { options: await assertionOptions(bedside.ceremonies, ceremony, known) };
}

/**
 * The occupant's passkey for something that needs to be surer who they are; they stay where they are (A2).
 *
 * @throws SessionError `occupant-changed`; HttpError `ceremony-over`, `passkey-refused`
 */
export async function raiseByPasskey(
  visit: Visit,
  { response }: PasskeyRequest,
): Promise<StepUpReply> {
  const { bedside, seat } = visit;
  const { ceremonies, deps, memories } = bedside;
  const { app } = deps;
  const { id: session } = occupantIn(visit);
  const asked = { purpose: "seat-step-up", bound: boundTo(visit, session) } as const;
  const { side, world } = app;
  const use = await checkAssertion({ ceremonies, side, world }, asked, response);
  const stepUp = { ...use, session, seat };
  const answer = await app.submit(stepUpByPasskey({ bundles: app.bundles }, stepUp));
  memories.changed(seat);
  if (answer.type === "refused") throw notRight();
  return { type: "raised" };
}

/** A challenge is for one session at one seat. */
function boundTo({ seat }: Visit, session: string): string {
  return `${session} ${seat}`;
}
