import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import type { StreamStatus } from "../../world/index.ts";
import {
  configureStream,
  createStream,
  deleteStream,
  mostStreams,
  setStatus,
  verifyStream,
} from "./change-stream.ts";
import {
  type ConfigurationRequest,
  chosenIn,
  configurationSchema,
  deliveryMethods,
  showStream,
} from "./configuration.ts";
import { forgetSets } from "./end-idle.ts";
import { SsfError, type SsfErrorCode, statusOf } from "./errors.ts";
import { poll, pollSchema } from "./poll.ts";
import { isOwn, ownStream, receiverOf } from "./requests.ts";
import { readStreams, type Stream, type Trouble, troubleKey } from "./rows.ts";
import type { Signals } from "./signals.ts";
import type { Receiver } from "./types.ts";

const id = { type: "string", minLength: 1, maxLength: 100 } as const;
const ofOne = { type: "object", required: ["stream_id"], properties: { stream_id: id } } as const;
const statuses: readonly StreamStatus[] = ["enabled", "paused", "disabled"];

/** The transmitter of Shared Signals (SSF 1.0) over HTTP, as a Fastify plugin. */
export function sharedSignals(signals: Signals): FastifyPluginAsync {
  return async (server) => {
    answerErrors(server, signals);
    server.addHook("onSend", async (_request, reply) => {
      if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    });
    serveDiscovery(server, signals);
    serveConfiguration(server, signals);
    serveChanges(server, signals);
    serveStatus(server, signals);
    server.post(
      "/ssf/streams/:id/poll",
      { schema: describe("Fetch events, and say what became of earlier ones", pollSchema) },
      (request) => poll(signals, request),
    );
  };
}

function describe(summary: string, body?: object, querystring?: object): object {
  return {
    tags: ["signals"],
    summary,
    description:
      "Needs an access token or an API key with the scope ssf.manage, as Authorization: Bearer <token>.",
    ...(body === undefined ? {} : { body }),
    ...(querystring === undefined ? {} : { querystring }),
  };
}

/** RFC 9728 section 3.1: before the path of the resource. */
const resourcePath = "/.well-known/oauth-protected-resource";

/** SSF 1.0 section 7.1; what is not offered is not listed. */
function serveDiscovery(server: FastifyInstance, { deps }: Signals): void {
  const about = { tags: ["signals"] };
  server.get(
    "/.well-known/ssf-configuration",
    { schema: { ...about, summary: "What this transmitter offers" } },
    async () => {
      const issuer = deps.issuer();
      return {
        spec_version: "1_0",
        issuer,
        jwks_uri: `${issuer}/ssf/jwks.json`,
        delivery_methods_supported: deliveryMethods,
        configuration_endpoint: `${issuer}/ssf/streams`,
        status_endpoint: `${issuer}/ssf/status`,
        verification_endpoint: `${issuer}/ssf/verification`,
        // Access tokens of our own authorization server (the interoperability profile, section 2.3.6); API keys are
        // bearer tokens that none gives out.
        authorization_schemes: [
          { spec_urn: "urn:ietf:rfc:6749" },
          { spec_urn: "urn:ietf:rfc:6750" },
        ],
        default_subjects: "ALL",
      };
    },
  );
  server.get(
    `${resourcePath}/ssf`,
    { schema: { ...about, summary: "Whose access tokens are taken, and for which scopes" } },
    async () => ({
      resource: `${deps.issuer()}/ssf`,
      authorization_servers: [deps.authorizationServer()],
      scopes_supported: ["ssf.read", "ssf.manage"],
      bearer_methods_supported: ["header"],
    }),
  );
  server.get(
    "/ssf/jwks.json",
    { schema: { ...about, summary: "The keys that events are signed with" } },
    async (_request, reply) => {
      reply.header("cache-control", "public, max-age=300");
      return { keys: await deps.signer.published() };
    },
  );
}

/** Creating and reading (sections 8.1.1.1 and 8.1.1.2). */
function serveConfiguration(server: FastifyInstance, { deps, wake }: Signals): void {
  const { app, issuer, newId } = deps;
  const schema = describe("Ask for a stream of events", configurationSchema);
  server.post("/ssf/streams", { schema }, async (request, reply) => {
    const receiver = await receiverOf(deps, request, ["ssf.manage"]);
    const chosen = chosenIn(request.body as ConfigurationRequest);
    if ((await streamsOf(deps, receiver)).length >= mostStreams) {
      throw new SsfError("too-many-streams", `A receiver has ${mostStreams} streams at most.`);
    }
    const stream = await app.submit(createStream(receiver, newId("stream"), chosen));
    wake();
    return reply.code(201).send(showStream(issuer(), stream));
  });
  const query = { type: "object", properties: { stream_id: id } };
  const reading = describe("Read one stream, or all", undefined, query);
  server.get("/ssf/streams", { schema: reading }, async (request) => {
    const receiver = await receiverOf(deps, request, ["ssf.read", "ssf.manage"]);
    const { stream_id } = request.query as { readonly stream_id?: string };
    if (stream_id !== undefined) {
      return showStream(issuer(), await ownStream(deps, receiver, stream_id));
    }
    const streams = await streamsOf(deps, receiver);
    return streams.map((stream) => showStream(issuer(), stream));
  });
}

async function streamsOf({ app }: Signals["deps"], receiver: Receiver): Promise<readonly Stream[]> {
  return (await readStreams(app.side)).filter((stream) => isOwn(stream, receiver));
}

/** Updating, replacing and deleting (sections 8.1.1.3 to 8.1.1.5). */
function serveChanges(server: FastifyInstance, { deps, wake }: Signals): void {
  const { app, issuer } = deps;
  const change = (replace: boolean) => async (request: FastifyRequest) => {
    const receiver = await receiverOf(deps, request, ["ssf.manage"]);
    const body = request.body as ConfigurationRequest & { readonly stream_id: string };
    const asked = { request: body, replace, issuer: issuer() };
    const stream = await app.submit(configureStream(receiver, body.stream_id, asked));
    wake();
    return showStream(issuer(), stream);
  };
  const body = { ...configurationSchema, required: ["stream_id"] };
  const update = describe("Change what is sent", body);
  server.patch("/ssf/streams", { schema: update }, change(false));
  const replace = describe("Choose anew what is sent", body);
  server.put("/ssf/streams", { schema: replace }, change(true));
  const deleting = describe("Give a stream up", undefined, ofOne);
  server.delete("/ssf/streams", { schema: deleting }, async (request, reply) => {
    const receiver = await receiverOf(deps, request, ["ssf.manage"]);
    const { stream_id } = request.query as { readonly stream_id: string };
    await app.submit(deleteStream(receiver, stream_id));
    await forgetSets(deps, stream_id);
    return reply.code(204).send();
  });
}

/** Status and verification (sections 8.1.2 and 8.1.4). */
function serveStatus(server: FastifyInstance, { deps, wake }: Signals): void {
  const { app, issuer } = deps;
  const reading = describe("Whether a stream delivers", undefined, ofOne);
  server.get("/ssf/status", { schema: reading }, async (request) => {
    const receiver = await receiverOf(deps, request, ["ssf.read", "ssf.manage"]);
    const { stream_id } = request.query as { readonly stream_id: string };
    return showStatus(deps, await ownStream(deps, receiver, stream_id));
  });
  const properties = {
    stream_id: id,
    status: { enum: statuses },
    reason: { type: "string", maxLength: 500 },
  };
  const setting = { type: "object", required: ["stream_id", "status"], properties };
  const schema = describe("Let a stream go on, pause it, or stop it", setting);
  server.post("/ssf/status", { schema }, async (request) => {
    const receiver = await receiverOf(deps, request, ["ssf.manage"]);
    const { stream_id, status, reason } = request.body as {
      readonly stream_id: string;
      readonly status: StreamStatus;
      readonly reason?: string;
    };
    const stream = await app.submit(setStatus(receiver, stream_id, status, reason));
    if (status === "disabled") await forgetSets(deps, stream_id);
    wake();
    return showStatus(deps, stream);
  });
  const asking = {
    ...ofOne,
    properties: { stream_id: id, state: { type: "string", maxLength: 1_000 } },
  };
  const verifying = describe("Ask for a verification event", asking);
  server.post("/ssf/verification", { schema: verifying }, async (request, reply) => {
    const receiver = await receiverOf(deps, request, ["ssf.manage"]);
    const { stream_id, state } = request.body as {
      readonly stream_id: string;
      readonly state?: string;
    };
    await app.submit(verifyStream(receiver, stream_id, { issuer: issuer(), state }));
    deps.arrived();
    wake();
    return reply.code(204).send();
  });
}

/** Why a stream is as it is: what was said when it was set, or what is wrong with its delivery. */
async function showStatus(
  { app }: Signals["deps"],
  { id: stream_id, status, reason }: Stream,
): Promise<object> {
  const [row] = await app.side.get([troubleKey(stream_id)]);
  const trouble = row as unknown as Trouble | undefined;
  const why = reason ?? trouble?.why ?? refusals(trouble);
  return { stream_id, status, ...(why === undefined ? {} : { reason: why }) };
}

function refusals(trouble: Trouble | undefined): string | undefined {
  if (trouble === undefined || trouble.refused === 0) return undefined;
  return `Events that the receiver refused: ${trouble.refused}. The last: ${trouble.lastRefusal}`;
}

/** RFC 6750 section 3, and where to learn whose tokens are taken (RFC 9728 section 5.1). */
const challenges: Partial<Readonly<Record<SsfErrorCode, string>>> = {
  "not-authenticated": "",
  "invalid-token": ', error="invalid_token"',
  "not-allowed": ', error="insufficient_scope"',
};

function answerErrors(server: FastifyInstance, { deps }: Signals): void {
  server.setErrorHandler((error, _request, reply) => {
    // What is not ours is answered, and reported, by the server around this one.
    if (!(error instanceof SsfError)) throw error;
    const { code, message } = error;
    const challenge = challenges[code];
    if (challenge !== undefined) {
      const about = `resource_metadata="${deps.issuer()}${resourcePath}/ssf"`;
      reply.header("www-authenticate", `Bearer realm="wardkey"${challenge}, ${about}`);
    }
    return reply.code(statusOf[code]).send({ error: { code, message } });
  });
}
