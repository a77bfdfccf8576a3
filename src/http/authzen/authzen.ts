import type { FastifyInstance, FastifyPluginAsync, FastifyRequest, FastifySchema } from "fastify";
import { Type } from "typebox";
import { AuthzenError, answerOf } from "./errors.ts";
import { evaluateBatch, evaluateOne } from "./evaluate-batch.ts";
import { find } from "./find.ts";
import {
  configurationResponse,
  evaluationRequest,
  evaluationResponse,
  evaluationsRequest,
  evaluationsResponse,
  searchRequests,
  searchResponse,
} from "./messages.ts";
import type { AuthzenOptions, Caller } from "./types.ts";

const evaluationPath = "/access/v1/evaluation";
const evaluationsPath = "/access/v1/evaluations";
const searchPath = "/access/v1/search";
const targets = ["subject", "resource", "action"] as const;

/** OpenID AuthZEN Authorization API 1.0 over HTTP, as a Fastify plugin. */
export function authzen(options: AuthzenOptions): FastifyPluginAsync {
  return async (server) => {
    answerErrors(server);
    echoRequestIds(server);
    // Bodies are checked by compiled checks of our own, which say where the fault is in AuthZEN's terms, and
    // answers are ours: neither needs a second look on the way.
    server.setValidatorCompiler(() => () => true);
    server.setSerializerCompiler(() => (data) => JSON.stringify(data));
    serveConfiguration(server, options);
    post(server, options, evaluationPath, {
      schema: describe("Decide one request; recorded", evaluationRequest, evaluationResponse),
      answer: (body, caller) => evaluateOne(options, body, caller),
    });
    post(server, options, evaluationsPath, {
      schema: describe(
        "Decide several requests; recorded only where a request's context says enforce: true",
        evaluationsRequest,
        evaluationsResponse,
      ),
      answer: (body, caller) => evaluateBatch(options, body, caller),
    });
    for (const target of targets) {
      const text = `Search for ${target}s`;
      const schema = describe(text, searchRequests[target], searchResponse);
      post(server, options, `${searchPath}/${target}`, {
        // What is not offered is not described either.
        schema: options.search === undefined ? { hide: true } : schema,
        answer: (body, caller) => find(options, target, body, caller),
      });
    }
  };
}

function describe(summary: string, body: unknown, answer: unknown): FastifySchema {
  const failed = {
    description: "What is wrong, in words (section Error Responses).",
    content: { "text/plain": { schema: Type.String() } },
  };
  return {
    tags: ["decisions"],
    summary,
    description: "Needs an API key with the scope decision.ask, as Authorization: Bearer <key>.",
    body,
    response: { 200: answer, 400: failed, 401: failed, 403: failed, 503: failed },
  };
}

interface Post {
  readonly schema: FastifySchema;
  readonly answer: (body: unknown, caller: Caller) => Promise<unknown>;
}

function post(
  server: FastifyInstance,
  options: AuthzenOptions,
  path: string,
  { schema, answer }: Post,
): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.post(path, {
    schema,
    // Before the body is read: a stranger learns nothing of what it should have been.
    onRequest: async (request) => {
      const caller = await options.authenticate(request.headers.authorization);
      if (caller === undefined) {
        throw new AuthzenError("not-authenticated", "Send a valid API key as a Bearer token.");
      }
      const refused = await options.admit?.(request, caller);
      if (refused !== undefined) throw new AuthzenError("not-allowed", refused);
      callers.set(request, caller);
    },
    handler: (request) => answer(request.body, callers.get(request) as Caller),
  });
  server.route({
    method: ["GET", "PUT", "PATCH", "DELETE"],
    url: path,
    schema: { hide: true },
    handler: async (_request, reply) => {
      reply.header("allow", "POST");
      throw new AuthzenError("wrong-method", "This address takes POST.");
    },
  });
}

/** Section Policy Decision Point Metadata; what is not offered is not listed. */
function serveConfiguration(server: FastifyInstance, { baseUrl, search }: AuthzenOptions): void {
  server.get(
    "/.well-known/authzen-configuration",
    {
      schema: {
        tags: ["decisions"],
        summary: "What this decision point offers",
        response: { 200: configurationResponse },
      },
    },
    async () => {
      const base = baseUrl();
      const offered = search === undefined ? [] : targets;
      return {
        policy_decision_point: base,
        access_evaluation_endpoint: `${base}${evaluationPath}`,
        access_evaluations_endpoint: `${base}${evaluationsPath}`,
        ...Object.fromEntries(
          offered.map((target) => [`search_${target}_endpoint`, `${base}${searchPath}/${target}`]),
        ),
      };
    },
  );
}

function answerErrors(server: FastifyInstance): void {
  server.setErrorHandler((error, _request, reply) => {
    const answer = answerOf(error);
    // A fault of ours: the server around this one reports it and says nothing of it.
    if (answer === undefined) throw error;
    const { status, message } = answer;
    if (status === 401) reply.header("www-authenticate", 'Bearer realm="wardkey"');
    if (status === 503) reply.header("retry-after", "1");
    // Section Error Responses: the body is an error message string.
    return reply.code(status).type("text/plain; charset=utf-8").serializer(String).send(message);
  });
}

/** Section Request Identification: the caller's request id, whatever it is, comes back in the response. */
function echoRequestIds(server: FastifyInstance): void {
  server.addHook("onSend", async (request, reply) => {
    const id = request.headers["x-request-id"];
    if (id !== undefined) reply.header("x-request-id", id);
  });
}
