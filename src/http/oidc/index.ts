import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Duration } from "../../ports/index.ts";
import type { SigningKey } from "../../world/index.ts";
import type { ServerDeps } from "../deps.ts";
import { createProofs } from "../dpop.ts";
import { offering } from "../nonces.ts";
import { securityHeaders } from "../security-headers.ts";
import { serveDecisions } from "./ask-decision.ts";
import { connect } from "./connect.ts";
import { metadataPaths, smartConfiguration, smartPaths } from "./discovery.ts";
import { createKeySets } from "./key-sets.ts";
import { isTurnDue, keysNow, openKeys, turnKeys } from "./keys.ts";
import { launch, listApplications } from "./launch.ts";
import { asksForCode, mount } from "./mount.ts";
import { mountedAt, type Oidc, openidIssuer } from "./oidc-context.ts";
import { createProvider } from "./provider.ts";
import { createRows } from "./rows.ts";
import { createLogouts } from "./send-logouts.ts";
import { clientIn, createSignInGuard, serveWorkloadTokens } from "./serve-workload-tokens.ts";

export { authenticateApplications, type CallingApplication } from "./authenticate-applications.ts";
export { type ApplicationForm, checkApplication } from "./check-application.ts";
export { type KeyDeps, keysNow, openKeys, turnKeys } from "./keys.ts";
export { databasesPath, openidIssuer, scimPath } from "./oidc-context.ts";
export { createRows, type Rows } from "./rows.ts";

/** How often keys are turned, what is over is erased, and logouts that failed are tried again. */
const upkeepEvery = 60_000;

/** OpenID Connect, OAuth 2.0 and SMART App Launch for connected applications. */
export function openid(deps: ServerDeps): FastifyPluginAsync {
  const oidc = createOidc(deps);
  return async (server) => {
    serveProvider(server, oidc);
    serveDiscovery(server, oidc);
    serveConnect(server, oidc);
    serveDecisions(server, oidc);
    keepUp(server, oidc);
  };
}

/** How often the keys are compared with the clock, at most. */
const comparedEvery: Duration = 1_000;

/** The provider with some keys, which are its name. */
interface Made extends Pick<Oidc, "provider" | "callback"> {
  readonly name: string;
  readonly issuer: string;
}

interface OwnOidc extends Oidc {
  /** Something was recorded: keys may have come or gone. By the clock alone they do once in weeks. */
  readonly compareKeys: () => void;
}

function createOidc(deps: ServerDeps): OwnOidc {
  const issuer = () => openidIssuer(`${deps.origins()[0]}`);
  let known: Made | undefined;
  let compared = Number.NEGATIVE_INFINITY;
  let turning: Promise<void> | undefined;
  const withKeysOfNow = async (): Promise<Made> => {
    const now = deps.app.now();
    if (known?.issuer === issuer() && now - compared < comparedEvery && now >= compared)
      return known;
    // Several requests at once wait for the same new key.
    if (turning !== undefined || isTurnDue(deps)) {
      turning ??= turnKeys(deps).finally(() => {
        turning = undefined;
      });
      await turning;
    }
    const keys = keysNow(deps);
    const name = [issuer(), ...keys.map(({ id }) => id)].join(" ");
    if (known?.name !== name) known = { name, issuer: issuer(), ...make(oidc, keys) };
    compared = now;
    return known;
  };
  const oidc: OwnOidc = {
    deps,
    issuer,
    rows: createRows(deps.app),
    keySets: createKeySets(deps),
    provider: async () => (await withKeysOfNow()).provider(),
    callback: async () => (await withKeysOfNow()).callback(),
    compareKeys() {
      compared = Number.NEGATIVE_INFINITY;
    },
  };
  return oidc;
}

function make(oidc: Oidc, keys: readonly SigningKey[]): Omit<Made, "name" | "issuer"> {
  const { deps, issuer } = oidc;
  const made = openKeys(deps, keys).then((jwks) => {
    const provider = createProvider(oidc, issuer(), jwks);
    provider.on("server_error", (ctx, fault) => reportFault(deps, ctx.method, fault));
    return provider;
  });
  const callback = made.then((provider) => provider.callback());
  // Whoever asks for it hears of a failure.
  callback.catch(() => undefined);
  return { provider: () => made, callback: () => callback };
}

/** A fault of ours behind an answer of the provider's. */
function reportFault({ report }: ServerDeps, method: string, fault: unknown): void {
  report({ id: "provider", method, route: `${mountedAt}/*`, status: 500, milliseconds: 0, fault });
}

/**
 * A window that a bedside screen opened for an application comes through here on its way in, and the screen must still be able to
 * close it (S7): pages that it goes through break off from nobody. They cannot be framed, and know nothing of their opener.
 */
const staysReachable = { "cross-origin-opener-policy": "unsafe-none" };

function headersOf({ deps }: Oidc): Readonly<Record<string, string>> {
  // They are made anew for each answer: one copy less of what each costs.
  return Object.assign(securityHeaders(deps), staysReachable);
}

/** The provider reads forms itself, as they were sent, but those that it is told in other words. */
function serveProvider(server: FastifyInstance, oidc: Oidc): void {
  const pass = (request: FastifyRequest, reply: FastifyReply) =>
    mount(oidc, request, reply, headersOf(oidc));
  const guard = createSignInGuard(oidc);
  const signsIn = (url: string) => asksForCode.some((path) => url.split("?")[0] === path);
  const handler = (request: FastifyRequest, reply: FastifyReply) => {
    if (signsIn(request.url)) guard(clientIn(request));
    return pass(request, reply);
  };
  const schema = { hide: true };
  void server.register(async (mounted) => {
    mounted.removeAllContentTypeParsers();
    mounted.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) =>
      done(null, body),
    );
    for (const url of asksForCode) mounted.post(url, { schema }, handler);
    serveWorkloadTokens(mounted, oidc, pass);
  });
  void server.register(async (mounted) => {
    mounted.removeAllContentTypeParsers();
    mounted.addContentTypeParser("*", (_request, _payload, done) => done(null));
    const method = ["GET", "POST", "OPTIONS"];
    mounted.route({ method, url: `${mountedAt}/*`, schema, handler });
  });
}

/** Anybody may read what there is, from any page (SMART App Launch 2.2.0, section 2.0.12). */
const anybody = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
};

function serveDiscovery(server: FastifyInstance, oidc: Oidc): void {
  const schema = { hide: true };
  for (const path of smartPaths) {
    server.get(path, { schema }, async (_request, reply) => {
      void reply.headers(anybody);
      return smartConfiguration(oidc);
    });
  }
  for (const path of metadataPaths) {
    server.get(path, { schema }, async (request, reply) => {
      const url = `${mountedAt}/.well-known/openid-configuration`;
      Object.assign(request.raw, { url });
      return mount(oidc, request, reply, { ...headersOf(oidc), ...anybody });
    });
  }
}

function serveConnect(server: FastifyInstance, oidc: Oidc): void {
  const { clock, nonces, origins, webRoot } = oidc.deps;
  const proofs = createProofs({ clock, nonces, origins });
  const hidden = { hide: true };
  const onRequest = offering(nonces);
  server.post(
    "/connect/:uid",
    {
      schema: { ...hidden, body: Type.Object({ cancel: Type.Optional(Type.Boolean()) }) },
      onRequest,
    },
    (request, reply) => connect(oidc, proofs, request, reply),
  );
  const body = Type.Object({ application: Type.String() });
  const launching = { schema: { ...hidden, body }, onRequest };
  server.post("/bedside/api/launch", launching, (request: FastifyRequest) =>
    launch(oidc, proofs, request),
  );
  server.post("/bedside/api/applications", { schema: hidden, onRequest }, (request) =>
    listApplications(oidc, proofs, request),
  );
  if (webRoot === undefined) return;
  server.get("/connect/:uid", { schema: hidden }, (_request, reply) =>
    reply
      .headers({ ...staysReachable, "cache-control": "no-store" })
      .sendFile("connect/index.html"),
  );
}

function keepUp(server: FastifyInstance, oidc: OwnOidc): void {
  const { deps, rows } = oidc;
  const logouts = createLogouts(oidc);
  const failed = (fault: unknown) =>
    deps.report({ id: "upkeep", method: "-", route: "oidc", status: 500, milliseconds: 0, fault });
  const send = () => void logouts.send().catch(failed);
  const stopFollowing = deps.app.follow(() => {
    oidc.compareKeys();
    if (deps.app.world().logouts.size > 0) send();
  });
  const upkeep = async () => {
    // Before the server listens it has no address, and issues nothing.
    if (deps.origins().length === 0) return;
    await turnKeys(deps);
    await rows.sweep();
    await logouts.send();
  };
  const timer = setInterval(() => void upkeep().catch(failed), upkeepEvery);
  timer.unref();
  server.addHook("onClose", async () => {
    clearInterval(timer);
    stopFollowing();
  });
}
