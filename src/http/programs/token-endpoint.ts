import { randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { inHours } from "../../access/index.ts";
import type { Instant, Json, SideKey } from "../../ports/index.ts";
import {
  credentialsOf,
  isNewUse,
  isSecret,
  isUnexpected,
  noteRefusal,
  noteUse,
} from "../../workloads/index.ts";
import type {
  Workload,
  WorkloadCredential,
  WorkloadEnvironment,
  WorkloadRefusal,
  World,
} from "../../world/index.ts";
import { isCredentialLive, whyCredentialRefused } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import { type InBlocks, readBlocks } from "../network.ts";
import type { KeySets } from "./key-sets.ts";
import {
  assertionType,
  bearerGrant,
  type Caller,
  callerIn,
  certificateOf,
  exchangedIn,
  exchangeGrant,
  placeOf,
} from "./read-caller.ts";
import { createTold, refusedEvery, type Told } from "./told.ts";
import { claimsIn, isExactly, verifyAssertion } from "./verify-assertion.ts";

/** A token lives five minutes, in seconds (N1). */
const tokenTtl = 300;

/** What is given for another issuer's token (RFC 8693 section 3), and nothing else is. */
const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";

/** What is kept of a token, and that an assertion is good once. */
export interface TokenRows {
  keep(token: string, payload: Json, lives: number, once: Once | undefined): Promise<boolean>;
}

/** A number that is good once, and for how long it could be used, in milliseconds. */
export interface Once {
  readonly number: string;
  readonly lives: number;
}

/** What tokens are issued with. */
export interface TokenEndpointDeps {
  readonly deps: Pick<ServerDeps, "app" | "keyedHash" | "proxies">;
  readonly rows: TokenRows;
  readonly keySets: KeySets;
  readonly issuer: () => string;
  /** Where this installation runs: what is of another environment gets nothing here (N4). */
  readonly environment: WorkloadEnvironment;
  /** The address that a token is for, and which of the scopes that are asked for it may have. */
  readonly granted: (
    workload: Workload,
    asked: readonly string[],
    resource: string | undefined,
  ) => { readonly audience: string; readonly scopes: readonly string[] } | undefined;
}

/** An answer of the token endpoint (RFC 6749 sections 5.1 and 5.2). */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number>>;
}

/** Who was found to call. */
interface Found {
  readonly workload: Workload;
  readonly credential: WorkloadCredential;
  readonly once?: Once;
}

type Looked = Found | Refused;

interface Refused {
  readonly refused: string;
  readonly credential?: string;
  readonly recorded?: WorkloadRefusal;
}

/** Answers forms that speak of a workload; undefined for all others. */
export type TokenEndpoint = (
  request: FastifyRequest,
  form: URLSearchParams,
) => Promise<TokenAnswer | undefined>;

/** Issues tokens to workloads. */
export function createTokenEndpoint(endpoint: TokenEndpointDeps): TokenEndpoint {
  const { app, proxies = [] } = endpoint.deps;
  const isProxy = readBlocks(proxies);
  const isTold = createTold(() => app.now());
  return async (request, form) => {
    const caller = callerIn(app.world(), request, form, certificateOf(request, isProxy));
    if (caller === undefined) return undefined;
    const from = placeOf(request, isProxy);
    const grant = form.get("grant_type");
    const looked: Looked =
      grant === "client_credentials" ||
      grant === bearerGrant ||
      (grant === exchangeGrant && exchangedIn(form) !== undefined)
        ? await lookAt(endpoint, caller, form, from)
        : { refused: "A workload signs in for nobody (N3).", recorded: "interactive" };
    if ("refused" in looked) return refuse(endpoint, caller, looked, { ...from, isTold });
    return issue(endpoint, looked, form, { ...from, caller, isTold });
  };
}

async function lookAt(
  endpoint: TokenEndpointDeps,
  caller: Caller,
  form: URLSearchParams,
  from: ReturnType<typeof placeOf>,
): Promise<Looked> {
  const { app } = endpoint.deps;
  const wanted = form.get("requested_token_type");
  if (exchangedIn(form) !== undefined && (wanted ?? accessTokenType) !== accessTokenType) {
    return { refused: "Access tokens are given for it, and nothing else." };
  }
  // Whoever acts for somebody is no platform that vouches for a program.
  if (exchangedIn(form) !== undefined && form.has("actor_token")) {
    return {
      refused: "A platform's token is given by the program that it is of, for nobody else.",
    };
  }
  const found = await proved(endpoint, caller, form);
  if ("refused" in found) return found;
  const world = app.world();
  const workload = world.workloads.get(caller.workload) as Workload;
  const credential = world.workloadCredentials.get(found.credential.id) ?? found.credential;
  const why = whyNot(endpoint, workload, credential, { ...from, at: app.now() });
  if (why === undefined) return { ...found, workload, credential };
  return { refused: inWords[why], credential: credential.id, recorded: why };
}

/** Why somebody who has proved to be a workload is not let in all the same. */
function whyNot(
  { environment }: TokenEndpointDeps,
  workload: Workload,
  credential: WorkloadCredential,
  {
    address,
    at,
    place,
  }: { readonly address?: string; readonly place?: string; readonly at: Instant },
): WorkloadRefusal | undefined {
  const why = whyCredentialRefused(workload, credential, at);
  if (why !== undefined) return why;
  const { failover = [], hours, networks, singleInstance } = workload;
  if (workload.environment !== undefined && workload.environment !== environment) {
    return "wrong-environment";
  }
  if (hours !== undefined && !inHours(hours, at)) return "outside-hours";
  const isIn = (blocks: readonly string[]) => address !== undefined && blocksOf(blocks)(address);
  if (networks !== undefined && !isIn([...networks, ...failover])) return "wrong-network";
  const isNew = isUnexpected(credential, place);
  return isNew && singleInstance && !isIn(failover) ? "new-place" : undefined;
}

const inWords: Readonly<Record<WorkloadRefusal, string>> = {
  "workload-not-live": "This workload is not let in now: it is not active, or its end has come.",
  "credential-ended": "This credential has ended.",
  "credential-stopped": "This credential is in quarantine.",
  replayed: "This assertion was used before.",
  "wrong-environment": "This is of another environment than this installation.",
  "wrong-network": "This workload does not call from there.",
  "outside-hours": "This workload does not work at this hour.",
  "new-place": "This workload runs in one place at a time, and this is another one.",
  interactive: "A workload signs in for nobody.",
  "secret-wrong": "The secret is wrong.",
};

/** The credential that the caller has proved to have. */
async function proved(
  endpoint: TokenEndpointDeps,
  { proof, ways, workload }: Caller,
  form: URLSearchParams,
): Promise<Refused | { readonly credential: WorkloadCredential; readonly once?: Once }> {
  const { app } = endpoint.deps;
  // RFC 6749 section 2.3.
  if (ways > 1) return { refused: "Prove who you are in one way, not in several." };
  const all = credentialsOf(app.world(), workload);
  switch (proof.type) {
    case "none":
      return { refused: "Nothing proves who you are." };
    case "certificate": {
      const credential = all.find(
        (one) => one.kind === "certificate" && one.thumbprint === proof.thumbprint,
      );
      return credential === undefined
        ? { refused: "This certificate is none of this workload's." }
        : { credential };
    }
    case "secret":
      return bySecret(endpoint, workload, proof.secret);
    case "assertion":
      return byAssertion(endpoint, { all, assertion: proof.assertion, form, workload });
  }
}

async function bySecret(
  { deps: { app, keyedHash } }: TokenEndpointDeps,
  workload: string,
  secret: string,
): Promise<Refused | { readonly credential: WorkloadCredential }> {
  const refused: Refused = { refused: inWords["secret-wrong"], recorded: "secret-wrong" };
  // What has not even our form is not looked for.
  if (!isSecret(secret)) return refused;
  const key: SideKey = {
    table: "credentials",
    key: `workload-secret|${keyedHash("workload-secret", secret)}`,
  };
  const [id] = await app.side.get([key]);
  const credential = typeof id === "string" ? app.world().workloadCredentials.get(id) : undefined;
  return credential?.workload === workload ? { credential } : refused;
}

async function byAssertion(
  { deps: { app }, issuer, keySets }: TokenEndpointDeps,
  {
    all,
    assertion,
    form,
    workload,
  }: {
    readonly all: readonly WorkloadCredential[];
    readonly assertion: string;
    readonly form: URLSearchParams;
    readonly workload: string;
  },
): Promise<Refused | { readonly credential: WorkloadCredential; readonly once?: Once }> {
  const type = form.get("client_assertion_type");
  const isGrant = form.get("grant_type") === bearerGrant || exchangedIn(form) === assertion;
  if (type !== assertionType && !isGrant) {
    return { refused: `client_assertion_type is ${assertionType}.` };
  }
  const now = app.now();
  const live = (one: WorkloadCredential) => (isCredentialLive(one, now) ? 0 : 1);
  const verified = await verifyAssertion(assertion, {
    workload,
    credentials: all.toSorted((a, b) => live(a) - live(b)),
    audiences: [issuer(), `${issuer()}/token`],
    keySets,
    now,
  });
  if (verified.type === "refused") {
    const elsewhere = ofAnother(app.world(), workload, assertion);
    return {
      refused: verified.why,
      ...(elsewhere === undefined ? {} : { recorded: elsewhere }),
      ...(verified.credential === undefined ? {} : { credential: verified.credential.id }),
    };
  }
  const { credential, once } = verified;
  if (once === undefined) return { credential };
  const lives = once.until * 1000 - now + 2 * refusedEvery;
  const number = JSON.stringify(["workload", credential.id, once.number]);
  return { credential, once: { number, lives } };
}

/** A token that is registered for a workload of another environment, presented as this one (N4). */
function ofAnother(world: World, id: string, assertion: string): WorkloadRefusal | undefined {
  const claims = claimsIn(assertion);
  if (claims === undefined) return undefined;
  const own = world.workloads.get(id);
  for (const { federation, workload } of world.workloadCredentials.values()) {
    if (federation === undefined || workload === id || !isExactly(federation, claims)) continue;
    const other = world.workloads.get(workload);
    if (other?.environment !== own?.environment) return "wrong-environment";
  }
  return undefined;
}

async function issue(
  endpoint: TokenEndpointDeps,
  { credential, once, workload }: Found,
  form: URLSearchParams,
  {
    caller,
    isTold,
    place,
  }: { readonly caller: Caller; readonly place?: string; readonly isTold: Told },
): Promise<TokenAnswer> {
  const { app } = endpoint.deps;
  const asked = (form.get("scope") ?? "").split(" ").filter((word) => word !== "");
  const audience = exchangedIn(form) === undefined ? null : form.get("audience");
  const granted = endpoint.granted(workload, asked, form.get("resource") ?? audience ?? undefined);
  const token = randomBytes(32).toString("base64url");
  const now = app.now();
  const iat = Math.floor(now / 1000);
  const { thumbprint } = credential;
  const bound =
    credential.kind === "certificate" && thumbprint !== undefined ? { "x5t#S256": thumbprint } : {};
  const payload = {
    kind: "ClientCredentials",
    clientId: workload.id,
    iat,
    exp: iat + tokenTtl,
    aud: granted?.audience ?? "",
    scope: granted?.scopes.join(" ") ?? "",
    // Introspection says them: whoever serves the address holds to the wards.
    extra: {
      credential: credential.id,
      ...(workload.wards === undefined ? {} : { wards: [...workload.wards] }),
    },
    ...bound,
  };
  // A request that is refused for its scopes has used its assertion all the same.
  const lives = granted === undefined ? 0 : tokenTtl * 1000;
  if (!(await endpoint.rows.keep(token, payload, lives, once))) {
    const refused = { refused: inWords.replayed, credential: credential.id } as const;
    return refuse(endpoint, caller, { ...refused, recorded: "replayed" }, {
      place,
      isTold,
    } as never);
  }
  if (granted === undefined) {
    return problem(400, "invalid_scope", "Nothing that is asked for may be granted for there.");
  }
  const use = {
    workload: workload.id,
    credential: credential.id,
    ...(place === undefined ? {} : { place }),
    scopes: granted.scopes,
  };
  if (isNewUse(app.world(), use, now)) await app.submit(noteUse(use));
  return {
    status: 200,
    body: {
      access_token: token,
      // RFC 8693 section 2.2.1.
      ...(exchangedIn(form) === undefined ? {} : { issued_token_type: accessTokenType }),
      token_type: "Bearer",
      expires_in: tokenTtl,
      scope: granted.scopes.join(" "),
    },
  };
}

async function refuse(
  { deps: { app } }: TokenEndpointDeps,
  { workload }: Caller,
  { credential, recorded, refused }: Refused,
  { isTold, place }: { readonly isTold: Told; readonly place?: string },
): Promise<TokenAnswer> {
  if (recorded !== undefined && !isTold(workload, recorded)) {
    await app.submit(
      noteRefusal({
        workload,
        why: recorded,
        ...(credential === undefined ? {} : { credential }),
        ...(place === undefined ? {} : { place }),
      }),
    );
  }
  return recorded === "interactive"
    ? problem(400, "unauthorized_client", refused)
    : problem(401, "invalid_client", refused);
}

function problem(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

const known = new WeakMap<readonly string[], InBlocks>();

/** Blocks are checked for their form before they are recorded; what this version cannot read lets nobody in. */
function blocksOf(blocks: readonly string[]): InBlocks {
  let found = known.get(blocks);
  if (found === undefined) {
    try {
      found = readBlocks(blocks);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      found = () => false;
    }
    known.set(blocks, found);
  }
  return found;
}
