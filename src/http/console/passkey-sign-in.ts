import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { livePasskeys } from "../../access/index.ts";
import { openConsoleByPasskey, stepUpByPasskey } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { StepUpReply } from "../bedside-contract.ts";
import type { ConsoleSignInReply } from "../console-contract.ts";
import type { PasskeyOptionsReply, PasskeyRequest } from "../contract.ts";
import type { HttpError } from "../errors.ts";
import { requireOwnPage } from "../origins.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import { notRight } from "../passkeys/client-data.ts";
import { keptPasskeys } from "../passkeys/kept-passkey.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, findSession, sceneNow } from "./console-context.ts";
import { cookieHash, newCookie, setCookie } from "./cookie.ts";
import { end, personView } from "./sign-in.ts";

/**
 * What the browser asks an authenticator with; which of its passkeys answers, its user chooses, so that no number is
 * typed and nothing is told of who has one.
 *
 * @throws HttpError `foreign-origin`, `bad-request`
 */
export async function signInOptions(
  { ceremonies, deps }: Console,
  request: FastifyRequest,
): Promise<PasskeyOptionsReply> {
  requireOwnPage(request, deps.origins());
  const origin = passkeyOrigin(request, deps.origins());
  const ceremony = { purpose: "console-sign-in", bound: "", origin } as const;
  return { options: await assertionOptions(ceremonies, ceremony) };
}

/**
 * Signs in by a passkey (A1: level 3). The session that the browser had before ends.
 *
 * @throws HttpError `foreign-origin`, `ceremony-over`, `passkey-refused`
 */
export async function signInByPasskey(
  context: Console,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<ConsoleSignInReply> {
  const { deps, https } = context;
  const { app } = deps;
  requireOwnPage(request, deps.origins());
  const { response } = request.body as PasskeyRequest;
  const use = await checked(context, { purpose: "console-sign-in", bound: "" }, response);
  const value = newCookie();
  const before = findSession(context, request);
  const opening = { ...use, surface: cookieHash(value) };
  const answer = await app.submit(openConsoleByPasskey({ bundles: app.bundles }, opening));
  if (answer.type === "refused") throw notRight();
  if (before !== undefined) await end(context, before);
  reply.header("set-cookie", setCookie(value, https()));
  return { type: "in", who: await personView(context, answer.person) };
}

/**
 * What the browser asks the authenticator of whoever is signed in with.
 *
 * @throws HttpError `bad-request`, `refused` for somebody without a passkey
 */
export async function stepUpOptions(
  context: Console,
  request: FastifyRequest,
  session: Session,
): Promise<PasskeyOptionsReply> {
  const { ceremonies, deps } = context;
  const origin = passkeyOrigin(request, deps.origins());
  const { world, at } = sceneNow(context);
  const ids = livePasskeys(world, session.person, at).map(({ id }) => id);
  const known = await keptPasskeys(deps.app.side, ids);
  if (known.length === 0) throw noPasskey();
  const ceremony = { purpose: "console-step-up", bound: session.id, origin } as const;
  return { options: await assertionOptions(ceremonies, ceremony, known) };
}

/**
 * Raises the session of whoever is signed in; the page then repeats what it was doing (A2).
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`; SessionError `occupant-changed`
 */
export async function stepUpHere(
  context: Console,
  { id: session }: Session,
  response: AuthenticationResponseJSON,
): Promise<StepUpReply> {
  const { app } = context.deps;
  const use = await checked(context, { purpose: "console-step-up", bound: session }, response);
  const answer = await app.submit(stepUpByPasskey({ bundles: app.bundles }, { ...use, session }));
  if (answer.type === "refused") throw notRight();
  return { type: "raised" };
}

function checked(
  { ceremonies, deps }: Console,
  asked: Parameters<typeof checkAssertion>[1],
  response: AuthenticationResponseJSON,
): ReturnType<typeof checkAssertion> {
  const { side, world } = deps.app;
  return checkAssertion({ ceremonies, side, world }, asked, response);
}

/** Nobody is asked for what they do not have. */
function noPasskey(): HttpError {
  return refusedBy("refused", "passkey.none");
}
