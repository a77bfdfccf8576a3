import type { FastifyReply, FastifyRequest } from "fastify";
import { decodeJwt } from "jose";
import { errors, type InteractionResults, type Provider } from "oidc-provider";
import type { Instant } from "../../ports/index.ts";
import type { AssuranceLevel, Session, SessionProof } from "../../world/index.ts";
import type { ConnectReply, ConnectRequest } from "../connect-contract.ts";
import type { Proofs } from "../dpop.ts";
import type { Answered } from "./grant.ts";
import { findLaunch, type Launch, spendLaunch } from "./launch.ts";
import { acrOf, levelAsked, secondsOf } from "./levels.ts";
import type { Oidc } from "./oidc-context.ts";
import { type Here, surfaceOf } from "./surface.ts";

/** What is to be done where nobody is in. */
const nobodyIn = { seat: "tap", phone: "passkey", console: "sign-in" } as const;

/** An application's request that waits for whoever is in. */
interface Waiting {
  readonly provider: Provider;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** When it was made, by the log's clock. */
  readonly begun: Instant;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Answers an application's request from the live session of the surface that its browser stands at: without a prompt,
 * unless the application asked to be surer. Where nobody is in, or not surely enough, it says what is to be done; the page
 * asks again by itself.
 *
 * The request is known by a cookie that was set when it began: a link to somebody else's request answers nothing.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`
 */
export async function connect(
  oidc: Oidc,
  proofs: Proofs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<ConnectReply> {
  const here = await surfaceOf(oidc, proofs, request);
  const provider = await oidc.provider();
  const waiting = await findWaiting(oidc, provider, request, reply);
  if (waiting === undefined) return { type: "over" };
  if ((request.body as ConnectRequest).cancel === true) {
    return end(waiting, "access_denied", "the person did not want to");
  }
  const { session } = here;
  if (session === undefined) return { type: nobodyIn[here.type] };
  const { deps } = oidc;
  const sure = howSure(waiting, session, deps.app.now());
  if (sure.type === "never") return end(waiting, "unmet_authentication_requirements", sure.why);
  if (sure.type === "step-up") return { ...sure, person: session.person };
  if (isForSomebodyElse(waiting, session)) {
    return end(waiting, "login_required", "somebody else is in");
  }
  return launchAndGo(oidc, waiting, here, { session, proof: sure.proof });
}

async function findWaiting(
  { rows }: Oidc,
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Waiting | undefined> {
  try {
    const interaction = await provider.interactionDetails(request.raw, reply.raw);
    const { uid } = request.params as { readonly uid: string };
    if (interaction.uid !== uid) return undefined;
    const row = await rows.find("Interaction", interaction.jti);
    if (row === undefined) return undefined;
    const { params } = interaction;
    return { provider, request, reply, begun: row.at, params };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

type Sure =
  /** The surest proof that is young enough: what the application is told. */
  | { readonly type: "enough"; readonly proof: SessionProof }
  | { readonly type: "step-up"; readonly level: 2 | 3 | 4 }
  | { readonly type: "never"; readonly why: string };

/** What the request asks beyond an open session: `acr_values`, `max_age`, `prompt=login` (RFC 9470 section 4). */
function howSure({ begun, params }: Waiting, { proofs }: Session, now: number): Sure {
  const level = levelAsked(params["acr_values"] as string | undefined);
  if (level === undefined) return { type: "never", why: "no acr value of this server's" };
  const wanted = Math.max(level, 2) as 2 | 3 | 4;
  const prompts = String(params["prompt"] ?? "").split(" ");
  const maxAge = params["max_age"];
  // Who gave it since the request began has answered it, however short the age that is asked for.
  const isStale = ({ at }: SessionProof) =>
    at < begun &&
    (prompts.includes("login") || (maxAge !== undefined && now - at > Number(maxAge) * 1000));
  const proof = proofs.find((each) => !isStale(each));
  if (proof === undefined || proof.level < level) return { type: "step-up", level: wanted };
  return { type: "enough", proof };
}

/** OpenID Connect Core 3.1.2.1: with an `id_token_hint`, only the person it is about; its signature was checked before. */
function isForSomebodyElse({ params }: Waiting, session: Session): boolean {
  const hint = params["id_token_hint"];
  return typeof hint === "string" && decodeJwt(hint).sub !== session.person;
}

/** The session that answers a request, and which of its proofs does. */
interface Answering {
  readonly session: Session;
  readonly proof: SessionProof;
}

async function launchAndGo(
  oidc: Oidc,
  waiting: Waiting,
  here: Here,
  sure: Answering,
): Promise<ConnectReply> {
  const { session } = sure;
  const { params } = waiting;
  const scopes = String(params["scope"] ?? "").split(" ");
  const handle = params["launch"];
  if (handle !== undefined) {
    const application = String(params["client_id"]);
    const launch = await findLaunch(oidc, String(handle), { application, session });
    const isGood = launch !== undefined && (await spendLaunch(oidc, String(handle)));
    if (!isGood) return end(waiting, "invalid_request", "the launch is over or not this one's");
    return go(waiting, sure, launch);
  }
  // The stay is the patient's: whoever asks for one gets the other with it.
  const wanted = ["launch/patient", "launch/encounter"];
  if (!wanted.some((scope) => scopes.includes(scope))) return go(waiting, sure, {});
  // Off duty, and so at a console, no patient is shown (domain, Sessions and seats).
  if (here.type === "console") return end(waiting, "access_denied", "no patient at a console");
  if (session.patient === undefined) return { type: "patient" };
  return go(waiting, sure, { patient: session.patient });
}

async function go(
  waiting: Waiting,
  { session: { id, openedAt, person, surface }, proof: { at, level } }: Answering,
  { patient }: Pick<Launch, "patient">,
): Promise<ConnectReply> {
  const answered: Answered = {
    session: id,
    surface,
    ...(patient === undefined ? {} : { patient }),
  };
  const login = {
    accountId: person,
    acr: acrOf(level),
    amr: methodsOf(level),
    // Who came in by a tap alone has proved nothing yet (X17): what they did was to come in.
    ts: secondsOf(level < 2 ? openedAt : at),
    remember: false,
  };
  return finish(waiting, { login, consent: {}, wardkey: answered });
}

/** RFC 8176, which has no word for a badge alone. */
function methodsOf(level: AssuranceLevel): string[] {
  if (level === 4) return ["hwk", "pop", "user"];
  if (level === 3) return ["pop", "user"];
  return level === 2 ? ["pin"] : [];
}

async function end(waiting: Waiting, error: string, why: string): Promise<ConnectReply> {
  return finish(waiting, { error, error_description: why });
}

async function finish(
  { provider, reply, request }: Waiting,
  result: InteractionResults,
): Promise<ConnectReply> {
  const to = await provider.interactionResult(request.raw, reply.raw, result, {
    mergeWithLastSubmission: false,
  });
  return { type: "go", to };
}
