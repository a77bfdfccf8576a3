import type { FastifyPluginAsync, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { type Static, Type } from "typebox";
import { databaseScope, WorkloadError } from "../../workloads/index.ts";
import { HttpError } from "../errors.ts";
import { type CallingApplication, databasesPath } from "../oidc/index.ts";
import type { DatabaseRoles, RoleCaller } from "./database-roles.ts";

/** What serving roles in databases works with. */
export interface ServeDatabasesOptions {
  readonly roles: DatabaseRoles;
  /** The workload behind an access token, with its scopes. */
  readonly authenticate: (
    authorization: string | undefined,
  ) => Promise<CallingApplication | undefined>;
}

const body = Type.Object(
  { minutes: Type.Integer({ minimum: 1, maximum: 1_440 }) },
  { additionalProperties: false },
);
type Body = Static<typeof body>;

/**
 * `POST /databases/:target/roles`: a workload gets a role in a database for some minutes (N7); `POST /databases/roles/:role/renew` and
 * `DELETE /databases/roles/:role`: it keeps it for longer, and gives it back.
 */
export function databaseRoles({ authenticate, roles }: ServeDatabasesOptions): FastifyPluginAsync {
  const callers = new WeakMap<
    FastifyRequest,
    RoleCaller & { readonly scopes: readonly string[] }
  >();
  const onRequest: onRequestAsyncHookHandler = async (request, reply) => {
    const caller = await authenticate(request.headers.authorization);
    if (caller?.by === undefined) {
      reply.header("www-authenticate", "Bearer");
      throw new HttpError("caller-unknown", "Send a valid access token as a Bearer token.");
    }
    const { by, id, token } = caller;
    callers.set(request, { workload: id, credential: by, scopes: token.scopes });
  };
  const callerOf = (request: FastifyRequest) =>
    callers.get(request) as RoleCaller & { readonly scopes: readonly string[] };
  const named = ({ params }: FastifyRequest) => (params as { readonly name: string }).name;
  const common = { tags: ["databases"] };
  return async (server) => {
    server.addHook("onSend", async (_request, reply) => {
      // What is answered holds a password.
      reply.header("cache-control", "no-store");
    });
    server.post(`${databasesPath}/:name/roles`, {
      schema: {
        ...common,
        summary: "A role in a database, for some minutes",
        description:
          "Needs an access token with the scope database.<name>. The password is shown once.",
        body,
      },
      onRequest,
      handler: async (request, reply) => {
        const { scopes, ...caller } = callerOf(request);
        const target = named(request);
        // What it may is looked at where it is recorded; what its token is for, here.
        if (!scopes.includes(databaseScope(target))) throw new WorkloadError("database-refused");
        const made = await roles.make(caller, target, (request.body as Body).minutes);
        return reply.code(201).send(made);
      },
    });
    server.post(`${databasesPath}/roles/:name/renew`, {
      schema: { ...common, summary: "The role stays for longer", body },
      onRequest,
      handler: (request) =>
        roles.renew(callerOf(request), named(request), (request.body as Body).minutes),
    });
    server.delete(`${databasesPath}/roles/:name`, {
      schema: { ...common, summary: "The role is given back" },
      onRequest,
      handler: async (request, reply) => {
        await roles.giveBack(callerOf(request), named(request));
        return reply.code(204).send();
      },
    });
  };
}
