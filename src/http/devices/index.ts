import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import type { App } from "../../app.ts";
import { instantOf } from "../../feeds/index.ts";
import { type DeviceReport, type ReportAnswer, reportDevices } from "../../sessions/index.ts";
import type { Command } from "../../world/index.ts";
import type { Caller } from "../authzen/types.ts";
import { HttpError } from "../errors.ts";

/** The scope that lets a workload say whether devices are managed. */
const reportScope = "device.report";

/** What taking in reports of devices works with. */
export interface DeviceReportOptions {
  readonly app: Pick<App, "submit">;
  /** The workload behind an Authorization header: see authenticateApiKeys. */
  readonly authenticate: (authorization: string | undefined) => Promise<Caller | undefined>;
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

/**
 * `POST /devices/report`: the hospital's management of devices says which are managed and encrypted, and when each last
 * checked in (C8). All of one request is recorded in one batch.
 */
export function deviceReports({ app, authenticate }: DeviceReportOptions): FastifyPluginAsync {
  const callers = new WeakMap<FastifyRequest, Caller>();
  return async (server) => {
    server.post("/report", {
      schema: {
        tags: ["devices"],
        summary: "Whether devices are managed and encrypted, and when each last checked in",
        description: `Needs an API key with the scope ${reportScope}, as Authorization: Bearer <key>.`,
        body,
      },
      // Before the body is read: a stranger learns nothing of what it should have been.
      onRequest: async (request, reply) => {
        const caller = await authenticate(request.headers.authorization);
        if (caller === undefined) {
          reply.header("www-authenticate", "Bearer");
          throw new HttpError("caller-unknown", "Send a valid API key as a Bearer token.");
        }
        callers.set(request, caller);
      },
      handler: (request) => {
        const { devices } = request.body as Static<typeof body>;
        return app.submit(byWorkload(callers.get(request) as Caller, devices.map(readReport)));
      },
    });
  };
}

function readReport({ checkedIn, ...rest }: Static<typeof report>, index: number): DeviceReport {
  const checkedInAt = instantOf(checkedIn);
  if (checkedInAt === undefined) {
    throw new HttpError(
      "bad-request",
      `The member /devices/${index}/checkedIn must be an instant such as 2026-03-10T19:00:00Z.`,
    );
  }
  return { ...rest, checkedInAt };
}

/** The command as the workload's own: its key, its end and its scope are looked at where it is recorded. */
function byWorkload(
  { id, credential }: Caller,
  reports: readonly DeviceReport[],
): Command<ReportAnswer> {
  const inner = reportDevices(reports, { type: "workload", id });
  return {
    ...inner,
    needs: credential === undefined ? [] : [credential],
    handle: (handling) => {
      const { world, at, side } = handling;
      const workload = world.workloads.get(id);
      const proved = credential === undefined || side(credential) === id;
      const lives = workload !== undefined && at < workload.until;
      if (!proved || !lives || !workload.scopes.includes(reportScope)) {
        throw new HttpError(
          "refused",
          `This workload may not report devices: it or its key has ended, or it lacks the scope ${reportScope}.`,
        );
      }
      return inner.handle(handling);
    },
  };
}
