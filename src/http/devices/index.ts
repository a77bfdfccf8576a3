import type { FastifyPluginAsync, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { type Static, Type } from "typebox";
import type { App } from "../../app.ts";
import { instantOf } from "../../feeds/index.ts";
import {
  type DeviceReport,
  reportDevices,
  type Sighting,
  seeDevices,
} from "../../sessions/index.ts";
import { type Actor, type Command, isWorkloadLive } from "../../world/index.ts";
import type { Caller } from "../authzen/types.ts";
import { HttpError } from "../errors.ts";
import type { Admit } from "../programs/index.ts";

/** The scope that lets a workload say whether devices are managed. */
const reportScope = "device.report";
/** The scope that lets a workload say where devices are: one that watches beacons need not know what is managed. */
const placeScope = "device.place";

/** What taking in reports of devices works with. */
export interface DeviceReportOptions {
  readonly app: Pick<App, "submit">;
  /** The workload behind an Authorization header: see authenticateApiKeys. */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller | undefined>;
  /** What the policy decides about the caller; absent: its scope and its end alone are looked at. */
  readonly admit?: Admit;
}

const report = Type.Object(
  {
    device: Type.String({ minLength: 1, maxLength: 200 }),
    managed: Type.Boolean(),
    encrypted: Type.Boolean(),
    checkedIn: Type.String({ maxLength: 40 }),
  },
  { additionalProperties: false },
);
const body = Type.Object({ devices: Type.Array(report, { minItems: 1, maxItems: 1000 }) });

const sighting = Type.Object(
  {
    device: Type.String({ minLength: 1, maxLength: 200 }),
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    ward: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    seen: Type.String({ maxLength: 40 }),
  },
  { additionalProperties: false },
);
const seenBody = Type.Object({ devices: Type.Array(sighting, { minItems: 1, maxItems: 1000 }) });

/**
 * `POST /devices/report`: the hospital's management of devices says which are managed and encrypted, and when each last checked in.
 * `POST /devices/seen`: it, or whoever watches the wards' beacons, says where each was seen (C8). All of one request is recorded in
 * one batch.
 */
export function deviceReports({
  admit,
  app,
  authenticate,
}: DeviceReportOptions): FastifyPluginAsync {
  const callers = new WeakMap<FastifyRequest, Caller>();
  // Before the body is read: a stranger learns nothing of what it should have been.
  const onRequest: onRequestAsyncHookHandler = async (request, reply) => {
    const caller = await authenticate(request.headers.authorization);
    if (caller === undefined) {
      reply.header("www-authenticate", "Bearer");
      throw new HttpError("caller-unknown", "Send a valid API key as a Bearer token.");
    }
    const action = request.routeOptions.url?.endsWith("/seen") ? placeScope : reportScope;
    const refused = await admit?.(request, caller.id, action);
    if (refused !== undefined) throw new HttpError("refused", refused);
    callers.set(request, caller);
  };
  const callerOf = (request: FastifyRequest) => callers.get(request) as Caller;
  return async (server) => {
    server.post("/report", {
      schema: {
        tags: ["devices"],
        summary: "Whether devices are managed and encrypted, and when each last checked in",
        description: `Needs an API key with the scope ${reportScope}, as Authorization: Bearer <key>.`,
        body,
      },
      onRequest,
      handler: (request) => {
        const { devices } = request.body as Static<typeof body>;
        const caller = callerOf(request);
        const inner = reportDevices(devices.map(readReport), workload(caller));
        return app.submit(byWorkload(caller, reportScope, inner));
      },
    });
    server.post("/seen", {
      schema: {
        tags: ["devices"],
        summary: "Where devices were seen: in a site, by a beacon in a ward, or in neither",
        description: `Needs an API key with the scope ${placeScope}, as Authorization: Bearer <key>.`,
        body: seenBody,
      },
      onRequest,
      handler: (request) => {
        const { devices } = request.body as Static<typeof seenBody>;
        const caller = callerOf(request);
        const inner = seeDevices(devices.map(readSighting), workload(caller));
        return app.submit(byWorkload(caller, placeScope, inner));
      },
    });
  };
}

function readReport({ checkedIn, ...rest }: Static<typeof report>, index: number): DeviceReport {
  return { ...rest, checkedInAt: readInstant(checkedIn, `/devices/${index}/checkedIn`) };
}

function readSighting({ seen, ...rest }: Static<typeof sighting>, index: number): Sighting {
  return { ...rest, seenAt: readInstant(seen, `/devices/${index}/seen`) };
}

function readInstant(text: string, member: string): number {
  const instant = instantOf(text);
  if (instant === undefined) {
    throw new HttpError(
      "bad-request",
      `The member ${member} must be an instant such as 2026-03-10T19:00:00Z.`,
    );
  }
  return instant;
}

function workload({ id }: Caller): Actor {
  return { type: "workload", id };
}

/** The command as the workload's own: its key, its end and its scope are looked at where it is recorded. */
function byWorkload<A>({ id, credential }: Caller, scope: string, inner: Command<A>): Command<A> {
  return {
    ...inner,
    needs: credential === undefined ? [] : [credential],
    handle: (handling) => {
      const { world, at, side } = handling;
      const known = world.workloads.get(id);
      const proved = credential === undefined || side(credential) === id;
      const may = isWorkloadLive(known, at) && known.scopes.includes(scope);
      if (!proved || !may) {
        throw new HttpError(
          "refused",
          `This workload may not report devices: it or its key has ended, or it lacks the scope ${scope}.`,
        );
      }
      return inner.handle(handling);
    },
  };
}
