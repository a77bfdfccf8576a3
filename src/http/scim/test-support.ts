import type { Engagement } from "../../world/index.ts";
import { authenticateApplications, scimPath } from "../oidc/index.ts";
import { type Answer, openWard, origin, send, type TestWard } from "../test-support.ts";
import { scim } from "./plugin.ts";
import { engagementUrn, enterpriseUrn, groupType, userType } from "./schemas.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A ward with a SCIM server: its clients are workloads whose API key is their id. */
export interface TestScim {
  readonly ward: TestWard;
  call(method: Method, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** A user as an HR system sends it; answers it as it is then. */
  join(userName: string, more?: object): Promise<Answer["body"]>;
  patch(path: string, operations: readonly object[], options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

interface CallOptions {
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client gives, where a test says nothing else. */
const gives: Readonly<Record<string, readonly string[]>> = {
  wrk_hr_0123456789abcdef: ["*@*"],
  wrk_other_0123456789abc: ["nurse@4B", "doctor@*", "*@6A"],
};

const clients = {
  wrk_hr_0123456789abcdef: ["scim.manage", "scim.read"],
  wrk_other_0123456789abc: ["scim.manage"],
  wrk_reader_0123456789ab: ["scim.read"],
  wrk_none_0123456789abcd: ["ssf.manage"],
};

/** The client that calls where a test names none. */
export const hr = "wrk_hr_0123456789abcdef";
export const other = "wrk_other_0123456789abc";
export const reader = "wrk_reader_0123456789ab";
export const nobody = "wrk_none_0123456789abcd";

export const userUrn: string = userType.core.id;
export const groupUrn: string = groupType.core.id;
export const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const bulkUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
export { engagementUrn, enterpriseUrn };

/** Opens a ward that HR brings people to. */
export async function openScim(now?: number): Promise<TestScim> {
  const ward = await openWard(async ({ app }) => {
    const byToken = authenticateApplications({
      side: app.side,
      now: app.now,
      origin: () => origin,
      path: scimPath,
    });
    const interfaces = scim({
      app,
      origin: () => origin,
      authorizationServer: () => `${origin}/oidc`,
      authenticate: async (authorization) => {
        const id = authorization?.slice("Bearer ".length) ?? "";
        return id in clients ? { id } : byToken(authorization);
      },
    });
    return { scim: interfaces };
  }, now);
  for (const [workload, scopes] of Object.entries(clients)) {
    const until = ward.clock.now() + 1e12;
    const given = gives[workload] === undefined ? {} : { gives: gives[workload] };
    const body = { workload, name: "HR", purpose: "people", until, scopes, ...given };
    await ward.record("workload.registered", body);
  }
  const call: TestScim["call"] = (method, path, body, { as = hr, headers = {} } = {}) => {
    const type = body === undefined ? {} : { "content-type": "application/scim+json" };
    const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    return send(ward.server, method, `${scimPath}${path}`, payload, {
      authorization: `Bearer ${as}`,
      ...type,
      ...headers,
    });
  };
  return {
    ward,
    call,
    async join(userName, more = {}) {
      const answer = await call("POST", "/Users", { schemas: [userUrn], userName, ...more });
      if (answer.status !== 201) throw new Error(answer.text);
      return answer.body;
    },
    patch: (path, operations, options) =>
      call("PATCH", path, { schemas: [patchUrn], Operations: operations }, options),
    close: () => ward.close(),
  };
}

/** The engagements of a person, as the world has them. */
export function engagementsOf({ ward }: TestScim, person: string): readonly Engagement[] {
  const world = ward.app.world();
  return world.engagementsByPerson
    .get(person)
    .flatMap((id) => world.engagements.get(id) ?? [])
    .toSorted((a, b) => a.from - b.from);
}
