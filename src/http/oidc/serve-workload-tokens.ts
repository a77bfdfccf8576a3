import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Duration } from "../../ports/index.ts";
import { keepAccounts, noteRefusal } from "../../workloads/index.ts";
import type { Workload } from "../../world/index.ts";
import { isTooLarge } from "../errors.ts";
import { readBlocks } from "../network.ts";
import {
  createCanaryWatch,
  createKeySets,
  createTokenEndpoint,
  fetchKeySet,
  isWorkload,
} from "../programs/index.ts";
import {
  databasesAt,
  isServed,
  mountedAt,
  type Oidc,
  ownFhirServer,
  scimAt,
  signalsAt,
} from "./oidc-context.ts";
import { grantedScopes } from "./scopes.ts";

/** Rows outlive what they stand for by a moment: the provider's clock may be a moment behind the log's. */
const leeway: Duration = 60_000;

/**
 * The token endpoint for workloads: forms that speak of none go on to the provider. What is issued is kept as the provider keeps
 * what it issues for an application's own work, so that whoever serves the address introspects it there.
 */
export function serveWorkloadTokens(
  server: FastifyInstance,
  oidc: Oidc,
  pass: (request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): void {
  const { deps, issuer, rows } = oidc;
  const allowed = readBlocks(deps.keyNetworks ?? []);
  const answer = createTokenEndpoint({
    deps,
    issuer,
    environment: deps.environment ?? "production",
    keySets: createKeySets(
      (address) => fetchKeySet(address, allowed),
      () => deps.clock.monotonic(),
    ),
    rows: {
      keep: (token, payload, lives, once) =>
        rows.keep("ClientCredentials", token, payload, {
          for: lives + leeway,
          ...(once === undefined ? {} : { after: rows.once(once.number, once.lives) }),
        }),
    },
    granted: (workload, asked, resource) => grantedTo(oidc, workload, asked, resource),
  });
  const noteCanaries = createCanaryWatch(deps);
  const options = { schema: { hide: true }, errorHandler: refuseTooLong };
  const discovered = createDiscovery(oidc);
  server.post(`${mountedAt}/token`, options, async (request, reply) => {
    const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
    await noteCanaries(request, form);
    const answered = await answer(request, form);
    if (answered === undefined) {
      discovered(clientIn(request));
      return pass(request, reply);
    }
    // RFC 6749 section 5.1.
    void reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
    if (answered.status === 401 && request.headers.authorization !== undefined) {
      void reply.header("www-authenticate", 'Basic realm="wardkey"');
    }
    return reply.code(answered.status).send(answered.body);
  });
}

/** As the token endpoint says everything (RFC 6749 section 5.2); any other fault is the server's to say. */
function refuseTooLong(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!isTooLarge(error)) throw error;
  const error_description = "The form is too long.";
  return reply.code(400).send({ error: "invalid_request", error_description });
}

/** Scopes of one address: `system/` ones of a FHIR server, or those of a service of ours; never wider than the workload's. */
function grantedTo(
  oidc: Oidc,
  { scopes }: Workload,
  asked: readonly string[],
  resource: string | undefined,
): { readonly audience: string; readonly scopes: readonly string[] } | undefined {
  const audience = resource ?? defaultAudience(oidc, asked);
  const service = services(oidc).find(({ at }) => at === audience)?.scopes;
  if (service === undefined && !isServed(oidc, audience)) return undefined;
  const context = { hasPatient: false, reachesAll: false };
  const granted =
    service === undefined
      ? grantedScopes(asked, scopes, context).filter((scope) => scope.startsWith("system/"))
      : asked.filter((scope) => scope.startsWith(service) && scopes.includes(scope));
  return granted.length === 0 ? undefined : { audience, scopes: granted };
}

function defaultAudience(oidc: Oidc, asked: readonly string[]): string {
  if (asked.some((scope) => scope.startsWith("system/"))) return ownFhirServer(oidc);
  const named = ({ scopes }: { readonly scopes: string }) =>
    asked.some((scope) => scope.startsWith(scopes));
  return services(oidc).find(named)?.at ?? ownFhirServer(oidc);
}

/** Our services, and what the scopes for each begin with. */
function services(oidc: Oidc): readonly { readonly at: string; readonly scopes: string }[] {
  return [
    { at: signalsAt(oidc), scopes: "ssf." },
    { at: scimAt(oidc), scopes: "scim." },
    { at: databasesAt(oidc), scopes: "database." },
  ];
}

/** Once an hour is it kept that somebody asked under a name, and of so many names. */
const discoveredEvery: Duration = 3_600_000;
const mostDiscovered = 200;

/**
 * Keeps that somebody asked for a token under a name that nobody has: something runs that nobody made known. A stranger can make names
 * up, so that no more than some are kept in an hour.
 */
function createDiscovery({ deps }: Pick<Oidc, "deps">): (client: string | null) => void {
  const seen = new Map<string, number>();
  return (client) => {
    const { app } = deps;
    if (client === null || !/^[\w.:@/-]{1,100}$/.test(client)) return;
    if (app.world().applications.has(client) || app.world().workloads.has(client)) return;
    const now = app.now();
    for (const [name, at] of seen) if (now - at >= discoveredEvery) seen.delete(name);
    if (seen.has(client) || seen.size >= mostDiscovered) return;
    seen.set(client, now);
    const account = { source: "token", name: client, usedAt: now };
    const actor = { type: "system", id: "wardkey" } as const;
    app.submit(keepAccounts([account], actor)).catch((fault: unknown) =>
      deps.report({
        id: "discovery",
        method: "-",
        route: `${mountedAt}/token`,
        status: 500,
        milliseconds: 0,
        fault,
      }),
    );
  };
}

/** Once a minute is it recorded that somebody tries to sign in as the same workload. */
const toldEvery: Duration = 60_000;

/**
 * N3: nobody signs in as a workload, nor through one. The attempt is on record, and the answer is the provider's own to a client
 * that it does not know.
 */
export function createSignInGuard({ deps }: Pick<Oidc, "deps">): (id: string | null) => void {
  const told = new Map<string, number>();
  return (id) => {
    if (id === null || !isWorkload(deps.app.world(), id)) return;
    const now = deps.app.now();
    if (now - (told.get(id) ?? Number.NEGATIVE_INFINITY) < toldEvery) return;
    if (told.size >= 10_000) told.clear();
    told.set(id, now);
    deps.app.submit(noteRefusal({ workload: id, why: "interactive" })).catch((fault: unknown) =>
      deps.report({
        id: "sign-in",
        method: "-",
        route: `${mountedAt}/authorize`,
        status: 500,
        milliseconds: 0,
        fault,
      }),
    );
  };
}

/** The client that a request for a code is about, in its address or its form. */
export function clientIn({ body, url }: Pick<FastifyRequest, "body" | "url">): string | null {
  const query = new URLSearchParams(url.split("?", 2)[1] ?? "").get("client_id");
  return query ?? (typeof body === "string" ? new URLSearchParams(body).get("client_id") : null);
}
