import { createHash, randomBytes } from "node:crypto";
import { type Bundle, livePasskeys, passkeyLevel } from "../../access/index.ts";
import { signAct } from "../../sessions/index.ts";
import { canonical, type Session } from "../../world/index.ts";
import type { ActReply, ActRequest, SignOptionsReply, SignRequest } from "../bedside-contract.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import { challengeIn, notRight } from "../passkeys/client-data.ts";
import { keptPasskeys } from "../passkeys/kept-passkey.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { refusedBy } from "../spoken.ts";
import { checkedAct, perform } from "./act.ts";
import type { Signed } from "./chart-sections.ts";
import { decideAtSeat, isLacking, refusalOf } from "./decide-at-seat.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * What the browser asks the occupant's authenticator with, to sign what they have written (A4): the challenge is a hash of just
 * that, salted. Where something else than a signature is missing too, why not, on record.
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; HttpError `bad-request`
 */
export async function signOptions(visit: Visit, request: ActRequest): Promise<SignOptionsReply> {
  const { bedside } = visit;
  const asked = checkedAct(visit, request);
  const session = occupantIn(visit);
  const origin = passkeyOrigin(visit.request, bedside.deps.origins());
  const { bundle, world, at } = sceneNow(bedside);
  if (!isLacking(visit, session, asked, "sign")) {
    const { action, confirmed, patient } = asked;
    const resource = { type: "patient", id: patient };
    const answer = await decideAtSeat(visit, session, { action, resource, confirmed });
    if (answer.type === "permit") {
      throw refusedBy("bad-request", "act.unsigned");
    }
    return { type: "refused", refusal: await refusalOf(visit, action, answer) };
  }
  const level = levelToSign(bundle, asked.action);
  const fit = livePasskeys(world, session.person, at).filter(
    (passkey) => passkeyLevel(bundle, passkey) >= level,
  );
  const known = await keptPasskeys(
    bedside.deps.app.side,
    fit.map(({ id }) => id),
  );
  const nonce = randomBytes(32);
  const ceremony = {
    purpose: "seat-sign",
    bound: boundTo(visit, session.id),
    origin,
    signs: { nonce: nonce.toString("base64url"), challenge: challengeOf(nonce, session, asked) },
  } as const;
  return { type: "sign", options: await assertionOptions(bedside.ceremonies, ceremony, known) };
}

/** The level at which the action is signed; what an in-patient's needs instead is less. */
function levelToSign(bundle: Bundle, action: string): number {
  const { assurance, forInPatients } = bundle.actions.get(action) ?? {};
  const acts = [assurance, forInPatients].filter((need) => need?.within === "act");
  return Math.min(4, ...acts.map((need) => need?.level ?? 4));
}

/**
 * The ceremony comes back, with the very act that it was begun for: signed, decided on record, done, once. A ceremony for another
 * act, another session or another seat, or one that has come back already, does nothing.
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; HttpError `ceremony-over`, `passkey-refused`, `bad-request`, `charts-unreachable`
 */
export async function sign(visit: Visit, { response, ...request }: SignRequest): Promise<ActReply> {
  const { bedside, seat } = visit;
  const { ceremonies, deps } = bedside;
  const { app } = deps;
  const asked = checkedAct(visit, request);
  const session = occupantIn(visit);
  const { action, confirmed, patient } = asked;
  const isFor = (nonce: string) => challengeOf(Buffer.from(nonce, "base64url"), session, asked);
  const wanted = { purpose: "seat-sign", bound: boundTo(visit, session.id), isFor } as const;
  const { side, world } = app;
  const { nonce, ...use } = await checkAssertion({ ceremonies, side, world }, wanted, response);
  const digest = challengeIn(response.response.clientDataJSON);
  const act = { ...use, seat, session: session.id, action, patient, digest };
  const given = await app.submit(signAct({ bundles: app.bundles }, act));
  if (given.type === "refused") throw notRight();
  const { signature } = given;
  const wish = { action, resource: { type: "patient", id: patient }, signature, confirmed };
  const answer = await decideAtSeat(visit, session, wish, (now) => [
    { kind: "signature.used", body: { session: now.id, signature } },
  ]);
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, action, answer) };
  }
  const { authenticatorData, clientDataJSON, signature: bytes } = response.response;
  const signed: Signed = {
    authenticatorData,
    clientDataJSON,
    nonce: nonce ?? "",
    signature: bytes,
  };
  return perform(visit, session, asked, { signed });
}

/** SHA-256 over the nonce and the RFC 8785 form of what is signed: who, in which session, what, for whom, the words. */
function challengeOf(
  nonce: Uint8Array,
  { id: session, person }: Session,
  { action, patient, text }: ActRequest,
): string {
  const act = canonical({ action, patient, person, session, text });
  return createHash("sha256").update(nonce).update(act, "utf8").digest("base64url");
}

/** A challenge is for one session at one seat. */
function boundTo({ seat }: Visit, session: string): string {
  return `${session} ${seat}`;
}
