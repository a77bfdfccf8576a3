import { readFileSync } from "node:fs";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authzen } from "../../src/http/index.ts";
import { describeWith, testData } from "../house/needs.ts";
import { openScenario } from "./scenario.ts";

interface Case {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly endpoint: string;
  readonly request: unknown;
  readonly status: number;
  readonly expectText: string;
  readonly expectRaw?: string;
  readonly expect?: Readonly<Record<string, unknown>>;
}

let server: FastifyInstance;
let base: string;
beforeAll(async () => {
  server = Fastify();
  await server.register(
    authzen({
      baseUrl: () => base,
      authenticate: async (header) => (header === "Bearer key" ? { id: "harness" } : undefined),
      ...(await openScenario()),
    }),
  );
  base = await server.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

const cases = testData("authzen/certification-cases.json");

describeWith(cases, "the AuthZEN 1.0 certification scenario, over HTTP", (file) => {
  const all = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];

  test.each(
    all.map(
      (each, index) => [`${index + 1}. ${each.id} ${each.title}: ${each.label}`, each] as const,
    ),
  )("%s", async (_name, { endpoint, request, status, expect: expected, expectRaw }) => {
    const response = await fetch(`${base}/access/v1/${endpoint}`, {
      method: "POST",
      headers: { authorization: "Bearer key", "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    expect(response.status).toBe(status);
    if (status !== 200) return;
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    const body = (await response.json()) as Record<string, unknown>;
    if (expectRaw !== undefined) checkShape(body, expectRaw);
    else if (expected !== undefined) checkExpected(body, expected);
  });

  test("all 49 of them are there", () => {
    expect(all).toHaveLength(49);
  });

  test("searches that must answer the same do", async () => {
    const search = async (id: string, endpoint: string) => {
      const found = all.find((each) => each.id === id && each.endpoint === endpoint);
      const { json } = await server.inject({
        method: "POST",
        url: `/access/v1/${endpoint}`,
        headers: { authorization: "Bearer key" },
        payload: found?.request as object,
      });
      return json();
    };
    for (const [first, ...others] of [
      ["c-4-2-1", "c-4-2-2", "c-4-2-3"],
      ["c-4-3-1", "c-4-3-2", "c-4-3-3"],
      ["c-4-4-1", "c-4-4-2"],
    ]) {
      const endpoint = all.find(({ id }) => id === first)?.endpoint ?? "";
      const answer = await search(first ?? "", endpoint);
      for (const id of others) expect(await search(id, endpoint)).toEqual(answer);
    }
  });
});

/** What is written down of a response whose decisions are not fixture rules. */
function checkShape(body: Record<string, unknown>, raw: string): void {
  const wanted = raw.match(/"decision": (true|false|<boolean>)/g) ?? [];
  const answers = body["evaluations"] as readonly { readonly decision: unknown }[];
  expect(answers).toHaveLength(wanted.length);
  wanted.forEach((text, index) => {
    const decision = answers[index]?.decision;
    if (text.includes("<boolean>")) expect(decision).toBeTypeOf("boolean");
    else expect(decision).toBe(text.endsWith("true"));
  });
}

/** Search results are "at least"; an empty list is exactly empty; all else is what it is. */
function checkExpected(
  body: Record<string, unknown>,
  expected: Readonly<Record<string, unknown>>,
): void {
  const results = expected["results"] as readonly unknown[] | undefined;
  if (results === undefined) expect(body).toMatchObject(expected);
  else if (results.length === 0) expect(body["results"]).toEqual([]);
  else expect(body["results"]).toEqual(expect.arrayContaining([...results]));
}
