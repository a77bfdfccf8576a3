import { openPhone, registerPhone, signOut } from "../../sessions/index.ts";
import type { PasskeyOptionsReply, PasskeyRequest } from "../contract.ts";
import { HttpError } from "../errors.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import type { Purpose } from "../passkeys/ceremonies.ts";
import { notRight } from "../passkeys/client-data.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import type { PhoneReply, RegisterPhoneRequest } from "../pocket-contract.ts";
import type { Caller, PhoneVisit } from "./phone-visit.ts";
import { personIn } from "./phone-visit.ts";
import { showPhone } from "./show-phone.ts";

/** A challenge is for one browser's key. */
const boundTo = ({ proof }: Caller) => proof.thumbprint;

/**
 * What the browser asks an authenticator with, to register this phone or to sign in on it; which passkey answers, its
 * user chooses.
 *
 * @throws HttpError `bad-request`
 */
export async function passkeyOptions(
  caller: Caller,
  purpose: Extract<Purpose, "phone-register" | "phone-sign-in">,
): Promise<PasskeyOptionsReply> {
  const { ceremonies, deps } = caller.pocket;
  const origin = passkeyOrigin(caller.request, deps.origins());
  const ceremony = { purpose, bound: boundTo(caller), origin };
  return { options: await assertionOptions(ceremonies, ceremony) };
}

/**
 * Makes this browser a phone of the passkey's person, who is signed in on it.
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`, `proof-refused`; SessionError `phone-known`
 */
export async function register(
  caller: Caller,
  { response, platform }: RegisterPhoneRequest,
): Promise<PhoneReply> {
  const { pocket, proof, site } = caller;
  const { app } = pocket.deps;
  const use = await checked(caller, "phone-register", response);
  // A key that is a phone's already was taken note of when the proof was looked at.
  if (caller.phone.type !== "phone") pocket.proofs.use(proof);
  const wish = { ...use, site, key: proof.thumbprint, platform: plain(platform) };
  const answer = await app.submit(registerPhone({ bundles: app.bundles }, wish));
  if (answer.type === "refused") throw notRight();
  return { state: await showPhone({ ...caller, device: answer.device }) };
}

/**
 * Signs in on this phone by a passkey: whoever is in is surer then, and goes on (A2); somebody else's session on it is over.
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`; SessionError `phone-unknown`
 */
export async function signIn(visit: PhoneVisit, { response }: PasskeyRequest): Promise<PhoneReply> {
  const { pocket, device, site } = visit;
  const { app } = pocket.deps;
  const use = await checked(visit, "phone-sign-in", response);
  const answer = await app.submit(openPhone({ bundles: app.bundles }, { ...use, device, site }));
  if (answer.type === "refused") throw notRight();
  return { state: await showPhone(visit) };
}

/**
 * Ends the session on this phone.
 *
 * @throws SessionError `occupant-changed`
 */
export async function signOutHere(visit: PhoneVisit): Promise<PhoneReply> {
  const session = await personIn(visit);
  await visit.pocket.deps.app.submit(signOut({ session: session.id, surface: visit.device }));
  return { state: await showPhone(visit) };
}

function checked(
  caller: Caller,
  purpose: Purpose,
  response: PasskeyRequest["response"],
): ReturnType<typeof checkAssertion> {
  const { ceremonies, deps } = caller.pocket;
  const { side, world } = deps.app;
  return checkAssertion({ ceremonies, side, world }, { purpose, bound: boundTo(caller) }, response);
}

/** What a browser says that its phone runs, as a short word: for people to tell their phones apart, nothing else. */
function plain(platform: string): string {
  const words = platform.replace(/[^\p{L}\p{N} .-]/gu, "").trim();
  if (words === "" || words.length > 40) {
    throw new HttpError("bad-request", "The platform must be one to forty letters.");
  }
  return words;
}
