import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from "fastify";
import { calculateJwkThumbprint, importJWK, type JWK, jwtVerify } from "jose";
import { issuePassport, LifecycleError } from "../../lifecycle/index.ts";
import type { Duration, Json } from "../../ports/index.ts";
import type { ServerDeps } from "../deps.ts";
import { isRecord, textOf } from "../json.ts";
import { withNames } from "../names.ts";
import {
  configurationId,
  issuerMetadata,
  issuerPath,
  preAuthorized,
  serverMetadata,
} from "./issuer-metadata.ts";
import { issuingKey, issuingKeySet } from "./issuing-key.ts";
import type { Offer, Offers } from "./offers.ts";
import { countLists, createOwnStatusLists, statusOf } from "./own-status-list.ts";
import { signatureAlgorithms } from "./passport.ts";
import { signPassport } from "./sign-passport.ts";

/** What the issuer of our own staff passports works with. */
export interface IssuerDeps {
  readonly deps: Pick<ServerDeps, "app" | "sealer" | "newId" | "keyedHash" | "origins">;
  readonly offers: Offers;
}

/** Everything here is for wallets, whichever page they are on; there is no cookie. */
const anybody = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
};
const longestForm = 8 * 1024;

/** The address of the issuer of our passports, by a server's. */
export function issuerOf({ origins }: Pick<ServerDeps, "origins">): string {
  return `${origins()[0]}${issuerPath}`;
}

/**
 * Issues our own staff passports by OpenID4VCI 1.0, for an offer that a desk has made (pre-authorized code, with a PIN), and serves
 * the list by which others see whether they still count. Where no policy is active there is nothing here.
 */
export function passportIssuer(issuer: IssuerDeps): FastifyPluginAsync {
  return async (server) => {
    server.addHook("onSend", async (_request, reply) => {
      void reply.headers(anybody);
    });
    serveMetadata(server, issuer);
    serveStatusLists(server, issuer);
    serveToken(server, issuer);
    serveCredentials(server, issuer);
  };
}

const hidden = { schema: { hide: true } };

function serveMetadata(server: FastifyInstance, { deps }: IssuerDeps): void {
  const at = (name: string, answer: () => object | Promise<object>) =>
    server.get(`/.well-known/${name}${issuerPath}`, hidden, async (_request, reply) => {
      const type = deps.app.bundles.current(deps.app.world())?.passports.type;
      return type === undefined || type === "" ? notHere(reply) : answer();
    });
  const type = () => deps.app.bundles.current(deps.app.world())?.passports.type ?? "";
  at("openid-credential-issuer", () => issuerMetadata(issuerOf(deps), type()));
  at("oauth-authorization-server", () => serverMetadata(issuerOf(deps)));
  // draft-ietf-oauth-sd-jwt-vc, section 5: the keys, for whoever puts them into a policy.
  at("jwt-vc-issuer", async () => ({
    issuer: issuerOf(deps),
    jwks: { keys: await issuingKeySet(deps) },
  }));
}

function notHere(reply: FastifyReply) {
  return reply.code(404).send({ error: "not_found" });
}

function serveStatusLists(server: FastifyInstance, { deps }: IssuerDeps): void {
  const ownStatusList = createOwnStatusLists();
  server.get(`${issuerPath}/status/:number`, hidden, async (request, reply) => {
    const { number } = request.params as { readonly number: string };
    const world = deps.app.world();
    if (!/^\d{1,9}$/.test(number) || Number(number) >= countLists(world)) return notHere(reply);
    const list = { at: deps.app.now(), issuer: issuerOf(deps), number: Number(number) };
    const jwt = await ownStatusList(world, list, await issuingKey(deps));
    return reply.type("application/statuslist+jwt").send(jwt);
  });
}

/** OpenID4VCI 1.0, section 6; errors as RFC 6749 section 5.2 has them. */
function serveToken(server: FastifyInstance, { offers }: IssuerDeps): void {
  void server.register(async (forms) => {
    forms.removeAllContentTypeParsers();
    forms.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: longestForm },
      (_request, body, done) => done(null, body),
    );
    forms.post(`${issuerPath}/token`, hidden, async (request, reply) => {
      const form = new URLSearchParams(String(request.body));
      if (form.get("grant_type") !== preAuthorized) {
        return reply.code(400).send({ error: "unsupported_grant_type" });
      }
      const code = form.get("pre-authorized_code") ?? "";
      const token = await offers.exchange(code, form.get("tx_code") ?? "");
      if (token === undefined) return reply.code(400).send({ error: "invalid_grant" });
      return { access_token: token, token_type: "Bearer", expires_in: 300 };
    });
  });
}

function serveCredentials(server: FastifyInstance, issuer: IssuerDeps): void {
  const { deps } = issuer;
  server.post(`${issuerPath}/nonce`, hidden, async () => ({ c_nonce: nonces(deps)[0] }));
  server.post(`${issuerPath}/credential`, hidden, async (request, reply) => {
    const [, token = ""] = /^Bearer ([\w-]+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const offer = await issuer.offers.find(token);
    if (offer === undefined) {
      return reply.code(401).header("www-authenticate", 'Bearer error="invalid_token"').send();
    }
    const asked = request.body as Json;
    if (!isRecord(asked) || asked["credential_configuration_id"] !== configurationId) {
      return reply.code(400).send({ error: "unknown_credential_configuration" });
    }
    const holder = await provenKey(deps, asked["proofs"]);
    if ("error" in holder) return reply.code(400).send(holder);
    if (!(await issuer.offers.spend(token))) {
      return reply.code(400).send({ error: "credential_request_denied" });
    }
    const credential = await issue(deps, offer, holder.jwk).catch(unlessOver);
    if (credential === undefined) {
      return reply.code(400).send({ error: "credential_request_denied" });
    }
    return { credentials: [{ credential }] };
  });
}

/** Since it was offered the engagement has ended, or who it is counts no more. Anything else is a fault. */
function unlessOver(error: unknown): undefined {
  if (!(error instanceof LifecycleError)) throw error;
}

/** A nonce is good for one to two of these. The token that comes with it is good once, so that a proof is, too. */
const nonceFor: Duration = 5 * 60_000;

/** The nonces that are good now, the newest first: the same for every node. */
function nonces({ app, keyedHash }: IssuerDeps["deps"]): readonly [string, string] {
  const turn = Math.floor(app.now() / nonceFor);
  return [keyedHash("passport-nonce", `${turn}`), keyedHash("passport-nonce", `${turn - 1}`)];
}

/** OpenID4VCI 1.0, appendix F.1: the wallet has the key, and proves it for us, now. */
async function provenKey(
  deps: IssuerDeps["deps"],
  proofs: Json | undefined,
): Promise<{ readonly jwk: JWK } | { readonly error: "invalid_proof" | "invalid_nonce" }> {
  const jwts = isRecord(proofs) ? proofs["jwt"] : undefined;
  const [jwt, ...more] = Array.isArray(jwts) ? jwts : [];
  if (more.length > 0 || textOf(jwt) === undefined) return { error: "invalid_proof" };
  try {
    const { payload, protectedHeader } = await jwtVerify(
      String(jwt),
      ({ alg, jwk }) => importJWK(jwk as JWK, alg),
      {
        algorithms: signatureAlgorithms,
        audience: issuerOf(deps),
        typ: "openid4vci-proof+jwt",
        requiredClaims: ["iat", "nonce"],
        maxTokenAge: nonceFor / 1000,
        clockTolerance: 60,
        currentDate: new Date(deps.app.now()),
      },
    );
    const { jwk } = protectedHeader;
    if (jwk === undefined || "d" in jwk) return { error: "invalid_proof" };
    const isOurs = nonces(deps).includes(String(payload["nonce"]));
    return isOurs ? { jwk } : { error: "invalid_nonce" };
  } catch {
    return { error: "invalid_proof" };
  }
}

async function issue(deps: IssuerDeps["deps"], offer: Offer, holder: JWK): Promise<string> {
  const { app } = deps;
  const key = await issuingKey(deps);
  const issued = await app.submit(
    issuePassport({
      engagement: offer.engagement,
      holder: await calculateJwkThumbprint(holder),
      actor: { type: "person", id: offer.person },
    }),
  );
  const { person, proof, role, until } = issued.terms;
  const name = await withNames(app.side, app.world, (names) => names.person(person).name);
  const issuer = issuerOf(deps);
  const { at, level, method } = proof;
  const said = {
    issuer,
    type: app.bundles.current(app.world())?.passports.type ?? "",
    subject: person,
    name,
    role,
    // Who of us saw it is nobody else's business.
    proofing: { level, method, by: new URL(issuer).host, at },
    from: app.now(),
    until,
    holder,
    status: statusOf(issuer, issued.position),
  };
  return signPassport(said, key);
}
