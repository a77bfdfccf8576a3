import type { FastifyInstance, FastifyReply } from "fastify";
import { Type } from "typebox";
import {
  type AccessRequest,
  type Recorded,
  type Remedy,
  recordDecision,
} from "../../access/index.ts";
import type { Connection } from "../../world/index.ts";
import { acrOf } from "./levels.ts";
import { decisionsOf, decisionsPath, type Oidc } from "./oidc-context.ts";
import {
  type Challenge,
  createTokenProofs,
  presentedToken,
  proofAlgorithms,
  type Scheme,
} from "./present-token.ts";

const named = { type: Type.String(), id: Type.String() };
const body = Type.Object({
  action: Type.Object({ name: Type.String() }),
  resource: Type.Object(named),
  context: Type.Optional(Type.Object({ purpose: Type.Optional(Type.String()) })),
});

/** An AuthZEN evaluation (section 6.1) without its subject: that is whom the token speaks for. */
interface Asked {
  readonly action: { readonly name: string };
  readonly resource: AccessRequest["resource"];
  readonly context?: { readonly purpose?: string };
}

/**
 * Decisions about whoever signed in, for the application that they signed in to, by its access token: recorded like
 * any other. Where nothing but the sign-in is missing, the answer is a challenge to be surer of the person (RFC 9470),
 * with the level and age that the policy asks for.
 */
export function serveDecisions(server: FastifyInstance, oidc: Oidc): void {
  const proofs = createTokenProofs(oidc);
  const schema = {
    summary: "Decide about whoever signed in to an application, by its access token; recorded",
    tags: ["decisions"],
    body,
  };
  server.post(decisionsPath, { schema }, async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const token = await presentedToken(oidc, proofs, request);
    if ("status" in token) return challenge(reply, token);
    const answer = await decideFor(oidc, token.connection, request.body as Asked);
    const stepUp = answer.type === "deny" ? answer.remedies.find(isStepUp) : undefined;
    if (stepUp !== undefined) return challenge(reply, unsure(stepUp, token.scheme));
    return decisionOf(answer);
  });
}

function decideFor(
  { deps }: Oidc,
  { application, person, session, surface }: Connection,
  { action, context, resource }: Asked,
): Promise<Recorded> {
  const seat = surface.type === "seat" ? { seat: surface.id } : {};
  const purpose = context?.purpose === undefined ? {} : { purpose: context.purpose };
  const request: AccessRequest = {
    subject: { type: "person", id: person },
    action: action.name,
    resource: { type: resource.type, id: resource.id },
    context: { session, ...seat, ...purpose },
  };
  // In the order of keys in which the log writes it.
  const actor = { id: application, onBehalfOf: person, type: "workload" } as const;
  return deps.app.submit(recordDecision(decisionsOf({ deps }), request, { actor, remedies: true }));
}

type StepUp = Extract<Remedy, { readonly type: "step-up" }>;

/** Being surer alone leads to a permit. */
function isStepUp(remedy: Remedy): remedy is StepUp {
  return remedy.type === "step-up" && remedy.and === undefined;
}

function unsure({ label, level, within }: StepUp, scheme: Scheme): Challenge {
  return {
    status: 401,
    scheme,
    error: "insufficient_user_authentication",
    error_description: label,
    acr_values: acrOf(level),
    // Whole seconds, and what is that old is still young enough: the policy asks for less than `within`.
    ...(within === undefined ? {} : { max_age: String(Math.max(Math.ceil(within / 1000) - 1, 0)) }),
  };
}

function challenge(
  reply: FastifyReply,
  { scheme, status, ...parameters }: Challenge,
): FastifyReply {
  const { error, error_description } = parameters;
  const algs = proofAlgorithms.join(" ");
  // RFC 9449 section 7.1: without a token either scheme is asked for; with one, what was wrong is said in its own.
  const said =
    scheme === undefined
      ? [inWords("Bearer", { realm: "wardkey" }), inWords("DPoP", { realm: "wardkey", algs })]
      : [inWords(scheme, { ...parameters, ...(scheme === "DPoP" ? { algs } : {}) })];
  return reply
    .code(status)
    .header("www-authenticate", said.join(", "))
    .send({ error: error ?? "invalid_token", error_description });
}

function inWords(scheme: Scheme, parameters: Readonly<Record<string, string>>): string {
  const said = Object.entries(parameters)
    // RFC 6750 section 3: printable, without quotes and backslashes.
    .map(([name, value]) => `${name}="${value.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "")}"`)
    .join(", ");
  return `${scheme} ${said}`;
}

/** As AuthZEN has decisions (section 6.2). */
function decisionOf(answer: Recorded): object {
  const { position } = answer;
  if (answer.type === "permit") {
    const { because, validUntil } = answer;
    const context = { position, validUntil, reason_user: { en: because.join(" ") } };
    return { decision: true, context };
  }
  const { advice, reasons, remedies } = answer;
  const context = { position, reason_user: { en: reasons.join(" ") }, remedies, advice };
  return { decision: false, context };
}
