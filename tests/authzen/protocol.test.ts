import swagger from "@fastify/swagger";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuthzenError, type AuthzenOptions, authzen } from "../../src/http/index.ts";
import { openScenario } from "./scenario.ts";

const alice = { type: "user", id: "alice" };
const one = { type: "record", id: "record-1" };
const reads = { subject: alice, action: { name: "read" }, resource: one };
const burns = { subject: alice, action: { name: "burn" }, resource: one };

async function serve(options: Partial<AuthzenOptions> = {}): Promise<FastifyInstance> {
  const server = Fastify();
  const scenario = await openScenario();
  await server.register(
    authzen({
      baseUrl: () => "https://wardkey.example",
      authenticate: async (header) => (header === "Bearer key" ? { id: "harness" } : undefined),
      ...scenario,
      ...options,
    }),
  );
  return server;
}

let server: FastifyInstance;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.close());

const post = (payload: unknown, path = "evaluation", headers: Record<string, string> = {}) =>
  server.inject({
    method: "POST",
    url: `/access/v1/${path}`,
    headers: { authorization: "Bearer key", "content-type": "application/json", ...headers },
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  });

describe("AuthZEN requests", () => {
  test("a decision; unknown members and properties are ignored", async () => {
    const answer = await post({ ...reads, foo: 1, subject: { ...alice, shoe: 43 } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.json()).toEqual({ decision: true });
  });

  test.each([
    ["no subject", { ...reads, subject: undefined }, /subject/],
    ["a subject that is a string", { ...reads, subject: "alice" }, /subject must be object/],
    ["a name that is a number", { ...reads, action: { name: 1 } }, /action.name must be string/],
    ["a context that is a list", { ...reads, context: [] }, /context must be object/],
    [
      "properties that are a string",
      { ...reads, subject: { ...alice, properties: "x" } },
      /subject.properties/,
    ],
    ["null", null, /must be object/],
    ["a list", [], /must be object/],
    ["broken JSON", '{"subject":', /JSON/],
    ["nothing", "", /empty/],
    ["a member that nobody may send", '{"__proto__": {"a": 1}}', /JSON|member|must/],
  ])("400 for %s, saying what and where", async (_what, payload, message) => {
    const answer = await post(payload as object);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(answer.body).toMatch(message);
    expect(answer.body).not.toMatch(/alice|record-1/);
  });

  test("400 for another content type", async () => {
    for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded"]) {
      expect((await post(reads, "evaluation", { "content-type": type })).statusCode).toBe(400);
    }
  });

  test("401 without credentials or with wrong ones, before the body is read", async () => {
    for (const authorization of ["", "Bearer other", "Basic a2V5"]) {
      const answer = await post("{", "evaluation", { authorization });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="wardkey"');
    }
  });

  test("405 for another method, naming the right one", async () => {
    for (const method of ["GET", "PUT", "PATCH", "DELETE", "HEAD"] as const) {
      const answer = await server.inject({ method, url: "/access/v1/evaluations" });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers.allow).toBe("POST");
    }
  });

  test("X-Request-ID comes back as it was sent, with errors too", async () => {
    const sent = { "x-request-id": "bfe9eb29 / an arbitrary string" };
    expect((await post(reads, "evaluation", sent)).headers).toMatchObject(sent);
    expect((await post("{", "evaluation", sent)).headers).toMatchObject(sent);
    expect((await post(reads)).headers["x-request-id"]).toBeUndefined();
  });

  test("a fault of ours is no decision", async () => {
    const failing = await serve({
      evaluate: async () => {
        throw new Error("secret");
      },
    });
    const away = await serve({
      evaluate: async () => {
        throw Object.assign(new Error("The log is away."), { code: "log-unavailable" });
      },
    });
    const request = {
      method: "POST",
      headers: { authorization: "Bearer key" },
      payload: reads,
    } as const;
    const fault = await failing.inject({ ...request, url: "/access/v1/evaluation" });
    expect(fault.statusCode).toBe(500);
    expect(fault.json()).not.toHaveProperty("decision");
    const unavailable = await away.inject({ ...request, url: "/access/v1/evaluation" });
    expect([unavailable.statusCode, unavailable.body]).toEqual([503, "The log is away."]);
    await Promise.all([failing.close(), away.close()]);
  });

  test("[U1] a key that cannot be looked up is nobody's: 503, not a fault", async () => {
    const away = await serve({
      authenticate: async () => {
        throw Object.assign(new Error("The database does not answer."), { code: "unreachable" });
      },
    });
    const answer = await away.inject({
      method: "POST",
      url: "/access/v1/evaluation",
      headers: { authorization: "Bearer key" },
      payload: reads,
    });
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "1"]);
    await away.close();
  });
});

describe("evaluations", () => {
  const batch = async (request: object) => {
    const answer = await post(request, "evaluations");
    return {
      status: answer.statusCode,
      body: answer.statusCode === 200 ? answer.json() : answer.body,
    };
  };
  const items = [reads, burns, reads];

  test.each([
    ["execute_all", [true, false, true]],
    ["deny_on_first_deny", [true, false]],
    ["permit_on_first_permit", [true]],
  ])("%s answers %j", async (semantic, decisions) => {
    const { body } = await batch({
      evaluations: items,
      options: { evaluations_semantic: semantic },
    });
    expect(body).toEqual({ evaluations: decisions.map((decision) => ({ decision })) });
  });

  test("permit_on_first_permit goes on while denied", async () => {
    const { body } = await batch({
      evaluations: [burns, burns, reads, reads],
      options: { evaluations_semantic: "permit_on_first_permit" },
    });
    expect(body.evaluations).toHaveLength(3);
  });

  test("another semantic, or a mistyped default or list, is a bad request", async () => {
    const wrong = [
      { evaluations: items, options: { evaluations_semantic: "whatever" } },
      { evaluations: items, options: "execute_all" },
      { evaluations: items, subject: "alice" },
      { evaluations: { 0: reads } },
    ];
    for (const request of wrong) expect((await batch(request)).status).toBe(400);
    expect((await batch(wrong[0]!)).body).toContain(
      "The member options.evaluations_semantic must be one of execute_all, deny_on_first_deny, permit_on_first_permit.",
    );
    // Of another type it is none of the words either.
    expect(
      (await batch({ evaluations: items, options: { evaluations_semantic: 7 } })).body,
    ).toContain("execute_all, deny_on_first_deny, permit_on_first_permit");
  });

  test("defaults stand in as whole objects", async () => {
    const { body } = await batch({
      subject: { ...alice, properties: { role: "admin" } },
      action: { name: "write" },
      resource: { ...one, properties: { status: "archived" } },
      evaluations: [{}, { subject: alice }, { resource: { id: "record-1" } }],
    });
    expect(body.evaluations).toMatchObject([
      { decision: true },
      { decision: false },
      { decision: false, context: { error: { status: 400, message: expect.any(String) } } },
    ]);
  });

  test("an item that fails is its own failure, and a failure is a denial", async () => {
    const { status, body } = await batch({ evaluations: [reads, 5, null, { subject: alice }] });
    expect(status).toBe(200);
    expect(body.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const short = await batch({
      evaluations: [{}, reads],
      options: { evaluations_semantic: "deny_on_first_deny" },
    });
    expect(short.body.evaluations).toHaveLength(1);
  });

  test("what refuses one item is said in it", async () => {
    const refusing = await serve({
      evaluate: async ({ action }) => {
        if (action.name === "read") return { decision: true };
        throw new AuthzenError("not-allowed", "Not this.");
      },
    });
    const answer = await refusing.inject({
      method: "POST",
      url: "/access/v1/evaluations",
      headers: { authorization: "Bearer key" },
      payload: { evaluations: items },
    });
    expect(answer.json().evaluations[1]).toEqual({
      decision: false,
      context: { error: { status: 403, message: "Not this." } },
    });
    await refusing.close();
  });

  test("absent or empty, they are a single evaluation; too many are refused", async () => {
    expect((await batch(reads)).body).toEqual({ decision: true });
    expect((await batch({ ...reads, evaluations: [] })).body).toEqual({ decision: true });
    expect((await batch({ subject: alice, evaluations: [] })).status).toBe(400);
    const many = Array.from({ length: 1_001 }, () => ({}));
    expect((await batch({ ...reads, evaluations: many })).status).toBe(400);
  });
});

describe("searches and discovery", () => {
  test("pages follow each other by opaque tokens; the last one's is empty", async () => {
    const query = { subject: { type: "user" }, action: { name: "read" }, resource: one };
    const first = (await post({ ...query, page: { limit: 1 } }, "search/subject")).json();
    expect(first.results).toEqual([alice]);
    const page = { limit: 1, token: first.page.next_token };
    const second = (await post({ ...query, page }, "search/subject")).json();
    expect(second).toEqual({ results: [{ type: "user", id: "bob" }], page: { next_token: "" } });
  });

  test("the configuration lists what is offered, under exactly this address", async () => {
    const answer = await server.inject("/.well-known/authzen-configuration");
    expect(answer.json()).toEqual({
      policy_decision_point: "https://wardkey.example",
      access_evaluation_endpoint: "https://wardkey.example/access/v1/evaluation",
      access_evaluations_endpoint: "https://wardkey.example/access/v1/evaluations",
      search_subject_endpoint: "https://wardkey.example/access/v1/search/subject",
      search_resource_endpoint: "https://wardkey.example/access/v1/search/resource",
      search_action_endpoint: "https://wardkey.example/access/v1/search/action",
    });
  });

  test("is described by OpenAPI: what is offered, and no more", async () => {
    const plain = Fastify();
    const { evaluate } = await openScenario();
    await plain.register(swagger, { openapi: { openapi: "3.1.0" } });
    const authenticate = async () => undefined;
    await plain.register(authzen({ baseUrl: () => "https://w.example", authenticate, evaluate }));
    await plain.ready();
    const { paths } = plain.swagger() as { paths: Record<string, Record<string, unknown>> };
    expect(Object.keys(paths).sort()).toEqual([
      "/.well-known/authzen-configuration",
      "/access/v1/evaluation",
      "/access/v1/evaluations",
    ]);
    expect(Object.keys(paths["/access/v1/evaluation"] ?? {})).toEqual(["post"]);
    await plain.close();
  });

  test("without searches they are not listed, and answered honestly", async () => {
    const plain = Fastify();
    const { evaluate } = await openScenario();
    await plain.register(
      authzen({
        baseUrl: () => "https://w.example",
        authenticate: async () => ({ id: "x" }),
        evaluate,
      }),
    );
    const answer = await plain.inject("/.well-known/authzen-configuration");
    expect(Object.keys(answer.json())).toEqual([
      "policy_decision_point",
      "access_evaluation_endpoint",
      "access_evaluations_endpoint",
    ]);
    const search = await plain.inject({
      method: "POST",
      url: "/access/v1/search/action",
      payload: { subject: alice, resource: one },
    });
    expect(search.statusCode).toBe(501);
    await plain.close();
  });
});
