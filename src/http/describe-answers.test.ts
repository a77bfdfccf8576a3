import { afterAll, beforeAll, expect, test } from "vitest";
import { type Described, describeAnswers } from "./describe-answers.ts";
import { openWard, send, type TestWard } from "./test-support.ts";

let ward: TestWard;
beforeAll(async () => {
  ward = await openWard();
});
afterAll(() => ward.close());

interface Operation {
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>;
}

async function described() {
  const { body } = await send(ward.server, "GET", "/openapi.json", undefined);
  const paths = body.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  );
  return { body, operations };
}

const open = [
  "/console/api/passkey/options",
  "/console/api/passkey/sign-in",
  "/console/api/sign-in",
];

test("every operation says which credential it asks for, by a scheme that is described", async () => {
  const { body, operations } = await described();
  expect(operations.length).toBeGreaterThan(60);
  const schemes = Object.keys(body.components.securitySchemes);
  const without = operations.filter(({ security }) => security.length === 0);
  expect(without.map(({ path }) => path).toSorted()).toEqual(open);
  for (const { security } of operations)
    for (const scheme of security.flatMap(Object.keys)) expect(schemes).toContain(scheme);
  const schemeOf = (path: string) => operations.find((one) => one.path === path)?.security;
  expect(schemeOf("/bedside/api/tap")).toEqual([{ keyProof: [] }]);
  expect(schemeOf("/console/api/records")).toEqual([{ consoleCookie: [] }]);
  expect(schemeOf("/oidc/evaluation")).toEqual([{ accessToken: [] }]);
});

test("every operation says which errors it may answer with, in the form that they have", async () => {
  const { body, operations } = await described();
  for (const { path, responses } of operations) {
    expect(Object.keys(responses), path).toEqual(
      expect.arrayContaining(["400", "401", "403", "409", "500", "503"]),
    );
    // What is made new is answered with 201.
    expect("200" in responses || "201" in responses, path).toBe(true);
    for (const { $ref } of Object.values(responses)) {
      const [, name = ""] = /^#\/components\/responses\/(.*)$/.exec($ref ?? "") ?? [];
      if ($ref !== undefined) expect(body.components.responses[name]).toHaveProperty("content");
    }
  }
  const { status, body: error } = await send(ward.server, "GET", "/console/api/records", undefined);
  expect(status).toBe(401);
  const { properties, required } = body.components.schemas.ErrorReply.properties.error;
  expect(Object.keys(error)).toEqual(body.components.schemas.ErrorReply.required);
  for (const name of required) expect(error.error).toHaveProperty(name);
  for (const name of Object.keys(error.error)) expect(properties).toHaveProperty(name);
});

test("what a standard answers in a form of its own keeps it", () => {
  const text = { description: "in words" };
  const { paths } = describeAnswers({
    paths: {
      "/access/v1/evaluation": { post: { tags: ["decisions"], responses: { "400": text } } },
      "/ssf/events": { post: { tags: ["signals"] } },
      "/ssf/streams": { get: { tags: ["signals"] } },
    },
  } satisfies Described);
  expect(paths["/access/v1/evaluation"].post).toEqual({
    tags: ["decisions"],
    responses: { "400": text },
    security: [{ apiKey: [] }],
  });
  expect(paths["/ssf/events"].post).toMatchObject({
    responses: { "400": { description: expect.stringContaining("RFC 8935") } },
    security: [{ signedEvent: [] }],
  });
  expect(paths["/ssf/streams"].get).toMatchObject({
    responses: { "409": { $ref: "#/components/responses/error409" } },
    security: [{ apiKey: [] }],
  });
  expect(paths["/ssf/streams"].get).not.toHaveProperty("responses.415");
});

test("an operation of which nobody said what it asks for is not called open", () => {
  expect(() => describeAnswers({ paths: { "/new": { get: { tags: ["new"] } } } })).toThrow(
    "which credential /new asks for",
  );
  const { paths } = describeAnswers({
    paths: { "/g": { get: { tags: ["grants"] } } },
  } satisfies Described);
  expect(paths["/g"].get).toMatchObject({ security: [{ apiKey: [] }] });
});

test("what is not described is named, with the reason", async () => {
  const { body } = await described();
  const left = ["/healthz", "/readyz", "/bedside/api/launch", "/bedside/api/applications"];
  for (const path of [...left, "/connect/*", "/operator/*"]) {
    expect(body.info.description).toContain(`\`${path}\``);
    expect(body.paths).not.toHaveProperty([path]);
  }
});
