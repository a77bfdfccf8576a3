import { randomUUID } from "node:crypto";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { arrive } from "./arrive/index.ts";
import { bedside } from "./bedside/index.ts";
import { createChangeStreams } from "./change-streams.ts";
import { consolePages } from "./console/index.ts";
import type { ServerDeps } from "./deps.ts";
import { describeInterfaces } from "./description.ts";
import { answerError } from "./errors.ts";
import { createOpenStreams } from "./event-stream.ts";
import { serveHealth } from "./health.ts";
import { longestBody, readJsonBodies } from "./json-body.ts";
import { createRows, openid } from "./oidc/index.ts";
import { requireOneHost } from "./one-host.ts";
import {
  createCheckStatus,
  createOffers,
  createPresentations,
  createStatusLists,
  keepChecking,
  passportIssuer,
  walletAnswers,
} from "./passports/index.ts";
import { pocket } from "./pocket/index.ts";
import { presence } from "./presence/index.ts";
import { serveLeaks } from "./programs/index.ts";
import { serveScreens } from "./screens.ts";
import { setSecurityHeaders } from "./security-headers.ts";
import { refuseUnreadable } from "./unreadable.ts";
import { answerWrongTurns } from "./wrong-turns.ts";

/**
 * The HTTP server: health, the bedside and console interfaces, AuthZEN, the description of them, and the
 * screens. Not listening yet; `close()` ends open streams and waits for what is being answered.
 */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: longestBody,
    // What is logged is told to `report`, field by field: no address, header or body can slip in.
    logger: false,
    // RFC 9110 section 4.2.3 compares paths exactly.
    routerOptions: { caseSensitive: true, maxParamLength: 200 },
    requestTimeout: 30_000,
    // See requireOneHost.
    http: { requireHostHeader: false },
    clientErrorHandler: refuseUnreadable,
    // An address that cannot be decoded is found before any route: it is answered like every other error.
    frameworkErrors: (error, request, reply) => {
      const { body, status } = answerError(error, request.id);
      void (reply as FastifyReply).code(status).send(body);
    },
    keepAliveTimeout: 72_000,
    // A HEAD of a stream would be a stream.
    exposeHeadRoutes: false,
    genReqId: ({ headers }) => requestId(headers["x-request-id"]),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false } },
  });
  const streams = createOpenStreams();
  const changes = createChangeStreams(deps);
  answerWrongTurns(server);
  answerErrors(server, deps);
  requireOneHost(server);
  readJsonBodies(server);
  const https = () => deps.origins().every((origin) => origin.startsWith("https:"));
  setSecurityHeaders(server, { clock: deps.clock, https });
  server.addHook("preClose", async () => {
    streams.endAll();
    changes.endAll();
  });
  await describeInterfaces(server);
  serveHealth(server, deps);
  serveLeaks(server, deps);
  const atSeats = { ...deps, app: deps.seats ?? deps.app };
  await server.register(bedside({ ...atSeats, streams }), { prefix: "/bedside/api" });
  const rows = createRows(deps.app);
  const presentations = createPresentations(rows, deps.app.now);
  const offers = createOffers(rows, deps.app.now);
  const console = consolePages({ ...deps, streams, changes, presentations, offers });
  await server.register(console, { prefix: "/console/api" });
  const statusLists = createStatusLists(deps.fetchStatusList, { clock: deps.clock });
  const checkStatus = createCheckStatus(statusLists);
  await server.register(walletAnswers({ app: deps.app, presentations, checkStatus }));
  await server.register(passportIssuer({ deps, offers }));
  await server.register(arrive(deps), { prefix: "/arrive/api" });
  keepChecking(server, { ...deps, statusLists });
  await server.register(presence(deps), { prefix: "/presence/api" });
  await server.register(openid(deps));
  await server.register(pocket({ ...deps, changes }), { prefix: "/pocket/api" });
  if (deps.devices !== undefined) await server.register(deps.devices, { prefix: "/devices" });
  if (deps.grants !== undefined) await server.register(deps.grants, { prefix: "/grants" });
  if (deps.authzen !== undefined) await server.register(deps.authzen);
  if (deps.signals !== undefined) await server.register(deps.signals);
  if (deps.scim !== undefined) await server.register(deps.scim);
  if (deps.databases !== undefined) await server.register(deps.databases);
  if (deps.operator !== undefined) await server.register(deps.operator, { prefix: "/operator" });
  if (deps.webRoot !== undefined) await serveScreens(server, deps.webRoot);
  return server;
}

/** A caller's id for its request, where it is one that can stand in a header and a report. */
function requestId(sent: string | readonly string[] | undefined): string {
  return typeof sent === "string" && /^[\w.:/+=-]{1,128}$/.test(sent) ? sent : randomUUID();
}

function answerErrors(server: FastifyInstance, deps: ServerDeps): void {
  const faults = new WeakMap<object, unknown>();
  server.setErrorHandler((error, request, reply) => {
    const { status, body, fault } = answerError(error, request.id);
    if (fault) faults.set(request, error);
    if (status === 503) reply.header("retry-after", "1");
    // RFC 9449 section 9.
    if (body.error.code === "use-dpop-nonce") {
      reply.header("www-authenticate", 'DPoP error="use_dpop_nonce"');
    }
    return reply.code(status).send(body);
  });
  server.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  server.addHook("onResponse", async (request, reply) => {
    deps.report({
      id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? "none",
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      ...(faults.has(request) ? { fault: faults.get(request) } : {}),
    });
  });
}
