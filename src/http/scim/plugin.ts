import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Json } from "../../ports/index.ts";
import { answerError } from "../errors.ts";
import { isRecord } from "../json.ts";
import { readJsonBodies } from "../json-body.ts";
import { scimPath } from "../oidc/index.ts";
import { type Asked, act, keysOf } from "./act.ts";
import type { ResourceType } from "./attributes.ts";
import { askedBy, type Done, mostBytes, readBulk, runBulk } from "./bulk.ts";
import { clientOf, type ScimDeps, type ScimScope } from "./client.ts";
import { type Resource, requireSchema } from "./coerce.ts";
import { commit } from "./commit.ts";
import { resourceTypes, schemas, serviceProviderConfig } from "./discovery.ts";
import { errorBody, invalid, notThere, ScimError, type ScimType } from "./errors.ts";
import { findAll, findOne } from "./find.ts";
import { type Projection, project } from "./project.ts";
import { queryOf, searchUrn } from "./query.ts";
import { locationOf } from "./render.ts";
import { groupType, userType } from "./schemas.ts";
import { isAmong } from "./version.ts";

/** RFC 9728 section 3.1: before the path of the resource. */
const resourcePath = "/.well-known/oauth-protected-resource";
const mediaType = "application/scim+json";
const reading: readonly ScimScope[] = ["scim.read", "scim.manage"];
const changing: readonly ScimScope[] = ["scim.manage"];

/** The SCIM 2.0 server (RFC 7643, RFC 7644) for HR and identity providers, as a Fastify plugin. */
export function scim(deps: ScimDeps): FastifyPluginAsync {
  return async (server) => {
    readJsonBodies(server, mediaType);
    answerErrors(server, deps);
    serveDiscovery(server, deps);
    for (const type of [userType, groupType]) {
      serveReading(server, deps, type);
      serveChanges(server, deps, type);
    }
    serveBulk(server, deps);
    serveMe(server);
  };
}

function describe(summary: string, { body, scope = "scim.manage" }: Described = {}): object {
  return {
    tags: ["scim"],
    summary,
    description: `Needs an access token or an API key with the scope ${scope}, as Authorization: Bearer <token>. Errors have the form of RFC 7644 section 3.12.`,
    ...(body === undefined ? {} : { body }),
  };
}

interface Described {
  readonly body?: object;
  readonly scope?: string;
}

/** What a body is the handler says, in the form that clients know. */
const anything = { description: "A message or resource of SCIM 2.0 (RFC 7643, RFC 7644)" };

function serveDiscovery(server: FastifyInstance, deps: ScimDeps): void {
  const { authorizationServer, origin } = deps;
  const door = (request: FastifyRequest) =>
    clientOf(deps, request, reading).then(() => {
      const isFiltered = isRecord(request.query as Json) && "filter" in (request.query as object);
      // RFC 7644 section 4.
      if (isFiltered) throw new ScimError(403, "This cannot be filtered.");
    });
  const schema = (summary: string) => describe(summary, { scope: "scim.read" });
  server.get(
    `${scimPath}/ServiceProviderConfig`,
    { schema: schema("What this SCIM server offers") },
    async (request, reply) => {
      await door(request);
      return answer(reply, serviceProviderConfig(origin(), authorizationServer()));
    },
  );
  server.get(
    `${resourcePath}${scimPath}`,
    { schema: { tags: ["scim"], summary: "Whose access tokens are taken, and for which scopes" } },
    async () => ({
      resource: `${origin()}${scimPath}`,
      authorization_servers: [authorizationServer()],
      scopes_supported: reading,
      bearer_methods_supported: ["header"],
    }),
  );
  const lists = [
    ["ResourceTypes", "The kinds of resources", resourceTypes],
    ["Schemas", "The schemas of resources", schemas],
  ] as const;
  for (const [name, summary, all] of lists) {
    server.get(`${scimPath}/${name}`, { schema: schema(summary) }, async (request, reply) => {
      await door(request);
      const resources = all(origin());
      return answer(reply, listOf({ resources, total: resources.length, start: 1 }));
    });
    server.get(
      `${scimPath}/${name}/:id`,
      { schema: schema(`${summary}: one of them`) },
      async (request, reply) => {
        await door(request);
        const { id } = request.params as { readonly id: string };
        const found = all(origin()).find((one) => one["id"] === id);
        if (found === undefined) throw notThere("resource");
        return answer(reply, found);
      },
    );
  }
}

function serveReading(server: FastifyInstance, deps: ScimDeps, type: ResourceType): void {
  const url = `${scimPath}${type.endpoint}`;
  const what = `${type.name.toLowerCase()}s`;
  const schema = (summary: string, body?: object) =>
    describe(summary, { scope: "scim.read", ...(body === undefined ? {} : { body }) });
  const list = async (reply: FastifyReply, asked: ReturnType<typeof queryOf>) => {
    const page = await findAll(deps, type, asked);
    const resources = page.resources.map((one) => project(type, one, asked));
    return answer(reply, listOf({ ...page, resources }));
  };
  server.get(url, { schema: schema(`Find ${what}`) }, async (request, reply) => {
    await clientOf(deps, request, reading);
    return list(reply, queryOf(request.query as Resource));
  });
  server.post(
    `${url}/.search`,
    { schema: schema(`Find ${what}, with what is asked in the body`, anything) },
    async (request, reply) => {
      await clientOf(deps, request, reading);
      const body = request.body as Json;
      if (!isRecord(body)) throw invalid("invalidSyntax", "A search is a JSON object.");
      requireSchema(body, searchUrn);
      return list(reply, queryOf(body));
    },
  );
  server.get(
    `${url}/:id`,
    { schema: schema(`Read one of the ${what}`) },
    async (request, reply) => {
      await clientOf(deps, request, reading);
      const resource = await findOne(deps, type, idIn(request));
      const known = request.headers["if-none-match"];
      const version = versionOf(resource);
      if (known !== undefined && isAmong(known, version)) {
        return reply.code(304).header("etag", version).send();
      }
      return show(reply, type, resource, queryOf(request.query as Resource));
    },
  );
}

function serveChanges(server: FastifyInstance, deps: ScimDeps, type: ResourceType): void {
  const url = `${scimPath}${type.endpoint}`;
  const what = type.name.toLowerCase();
  const change = async (request: FastifyRequest, asked: Omit<Asked, "type">): Promise<string> => {
    const client = await clientOf(deps, request, changing);
    const wish: Asked = { ...asked, type };
    return commit(deps, client, keysOf(wish), (work) =>
      act({ ...work, promised: new Set() }, wish),
    );
  };
  const schema = (summary: string) => describe(summary, { body: anything });
  server.post(url, { schema: schema(`Make a ${what}`) }, async (request, reply) => {
    const id = await change(request, { method: "POST", data: request.body as Json });
    const resource = await findOne(deps, type, id);
    reply.code(201).header("location", locationOf(deps.origin(), type, id));
    return show(reply, type, resource, queryOf(request.query as Resource));
  });
  for (const method of ["PUT", "PATCH"] as const) {
    server.route({
      method,
      url: `${url}/:id`,
      schema: schema(method === "PUT" ? `Replace a ${what}` : `Change a ${what}`),
      handler: async (request, reply) => {
        const id = idIn(request);
        await change(request, { method, id, data: request.body as Json, ...versionIn(request) });
        const resource = await findOne(deps, type, id);
        return show(reply, type, resource, queryOf(request.query as Resource));
      },
    });
  }
  server.delete(
    `${url}/:id`,
    { schema: describe(type === userType ? "End all that a user has here" : "End a group") },
    async (request, reply) => {
      await change(request, { method: "DELETE", id: idIn(request), ...versionIn(request) });
      return reply.code(204).send();
    },
  );
}

/** Section 3.11: whoever calls is a program, and no user. */
function serveMe(server: FastifyInstance): void {
  const schema = { tags: ["scim"], summary: "Not offered: whoever calls is no user", hide: true };
  server.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: `${scimPath}/Me`,
    schema,
    handler: async () => {
      throw new ScimError(501, "This server has no /Me: whoever calls is a program, and no user.");
    },
  });
}

/** Many operations at once (RFC 7644 section 3.7). */
function serveBulk(server: FastifyInstance, deps: ScimDeps): void {
  const schema = describe("Do many things in one request", { body: anything });
  server.post(`${scimPath}/Bulk`, { schema, bodyLimit: mostBytes }, async (request, reply) => {
    const client = await clientOf(deps, request, changing);
    const bulk = readBulk(request.body as Json);
    const keys = bulk.operations.flatMap((operation) => {
      const asked = askedBy(operation);
      return asked === undefined ? [] : keysOf(asked);
    });
    const done = await commit(deps, client, keys, (work) => runBulk(work, bulk));
    return answer(reply, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],
      Operations: await Promise.all(done.map((one) => showDone(deps, one))),
    });
  });
}

async function showDone(
  deps: ScimDeps,
  { asked, error, id, operation, status }: Done,
): Promise<Resource> {
  const { bulkId, method, path } = operation;
  const about = { method, ...(bulkId === undefined ? {} : { bulkId }) };
  if (asked === undefined || id === undefined) {
    const own = /^\/(Users|Groups)\/(?!bulkId:)/.test(path);
    const location = own ? { location: `${deps.origin()}${scimPath}${path}` } : {};
    return { ...about, ...location, status: String(status), response: error as Resource };
  }
  const location = locationOf(deps.origin(), asked.type, id);
  // A later operation of the same request may have ended it.
  const resource = status === 204 ? undefined : await findOne(deps, asked.type, id).catch(gone);
  const version = resource === undefined ? {} : { version: versionOf(resource) };
  return { ...about, location, ...version, status: String(status) };
}

function gone(error: unknown): undefined {
  if (error instanceof ScimError && error.status === 404) return undefined;
  throw error;
}

function idIn({ params }: FastifyRequest): string {
  return (params as { readonly id: string }).id;
}

function versionIn({ headers }: FastifyRequest): { readonly version?: string } {
  const version = headers["if-match"];
  return version === undefined ? {} : { version };
}

function versionOf(resource: Resource): string {
  const { meta } = resource;
  return String(isRecord(meta) ? meta["version"] : "");
}

function show(
  reply: FastifyReply,
  type: ResourceType,
  resource: Resource,
  projection: Projection,
): FastifyReply {
  reply.header("etag", versionOf(resource));
  return answer(reply, project(type, resource, projection));
}

function listOf({
  resources,
  start,
  total,
}: {
  readonly resources: readonly Resource[];
  readonly total: number;
  readonly start: number;
}): Resource {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: total,
    startIndex: start,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function answer(reply: FastifyReply, body: Resource): FastifyReply {
  return reply.type(mediaType).send(JSON.stringify(body));
}

/** Our words for a request that could not be read at all, in the form that clients know. */
const unreadable: ReadonlyMap<number, ScimType> = new Map([[400, "invalidSyntax"]]);

function answerErrors(server: FastifyInstance, { origin }: ScimDeps): void {
  server.setErrorHandler((error, request, reply) => {
    const own = error instanceof ScimError ? error : undefined;
    const answered = own === undefined ? answerError(error, request.id) : undefined;
    // A fault of ours is answered, and reported, by the server around this one.
    if (answered?.fault === true) throw error;
    const status = own?.status ?? answered?.status ?? 500;
    if (status === 401 || status === 403) {
      const code = status === 401 ? "invalid_token" : "insufficient_scope";
      const about = `resource_metadata="${origin()}${resourcePath}${scimPath}"`;
      const challenge = request.headers.authorization === undefined ? "" : `, error="${code}"`;
      reply.header("www-authenticate", `Bearer realm="wardkey"${challenge}, ${about}`);
    }
    if (status === 503) reply.header("retry-after", "1");
    const message = own?.message ?? answered?.body.error.message ?? "";
    const scimType = own === undefined ? unreadable.get(status) : own.scimType;
    return reply
      .code(status)
      .type(mediaType)
      .send(JSON.stringify(errorBody({ status, message, scimType })));
  });
}
