/**
 * Writes over SCIM in a second, durable before the answer: one new user for each three users who are changed, on a log with the synthetic
 * hospital in it; and the same requests at a bare server that keeps each in a row. Both in this one run; machines differ, ratios less so.
 *
 * npm run benchmark:scim [-- --json] [-- --seconds 5] [-- --connections 16]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { type LoadResult, measuredNothing, medianOf } from "./support/load.ts";
import type { ScimReady, ScimSetup } from "./support/scim-server.ts";
import { startServer } from "./support/start-server.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    seconds: { type: "string", default: "5" },
    connections: { type: "string", default: "16" },
  },
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const runs = 3;
const target = 300;

const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const support = join(import.meta.dirname, "support");

let drawn = 0;

function newUser(): string {
  const nth = ++drawn;
  return JSON.stringify({
    schemas: [userUrn, enterpriseUrn],
    userName: `benchmark.${nth}@hospital.example`,
    externalId: `B${nth}`,
    name: { givenName: "Robin", familyName: `Benchmark${nth}` },
    emails: [{ value: `benchmark.${nth}@hospital.example`, type: "work", primary: true }],
    active: true,
    [enterpriseUrn]: { department: "Surgery" },
  });
}

function change(): string {
  return JSON.stringify({
    schemas: [patchUrn],
    Operations: [
      { op: "Replace", path: "title", value: `Nurse ${++drawn}` },
      { op: "Replace", path: `${enterpriseUrn}:department`, value: "Medicine" },
    ],
  });
}

async function measure(kind: ScimSetup["kind"]): Promise<LoadResult> {
  const directory = mkdtempSync(join(tmpdir(), "wardkey-scim-"));
  const setup: ScimSetup = { kind, directory };
  const { ready, stop } = await startServer<ScimReady>(support, "scim-server.ts", setup);
  const { apiKey, port } = ready;
  try {
    const headers = {
      "content-type": "application/scim+json",
      authorization: `Bearer ${apiKey}`,
    };
    const users = `http://127.0.0.1:${port}/scim/v2/Users`;
    const known: string[] = [];
    for (let index = 0; index < 200; index++) {
      const answer = await fetch(users, { method: "POST", headers, body: newUser() });
      if (answer.status !== 201) throw new Error(await answer.text());
      known.push(((await answer.json()) as { readonly id: string }).id);
    }
    let nth = 0;
    const patch: autocannon.Request = {
      method: "PATCH",
      setupRequest: (request) => ({
        ...request,
        path: `/scim/v2/Users/${known[nth++ % known.length]}`,
        body: change(),
      }),
    };
    const post: autocannon.Request = {
      method: "POST",
      path: "/scim/v2/Users",
      setupRequest: (request) => ({ ...request, body: newUser() }),
    };
    const load = async (duration: number): Promise<LoadResult> => {
      const requests = [post, patch, patch, patch];
      const result = await autocannon({ url: users, headers, connections, duration, requests });
      const { errors, latency, non2xx } = result;
      const rate = result.requests.average;
      return { rate, p50: latency.p50, p99: latency.p99, errors: errors + non2xx };
    };
    // The server compiles what it runs often.
    await load(2);
    return await medianOf(runs, () => load(seconds));
  } finally {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

const wardkey = await measure("wardkey");
const bare = await measure("bare");
const ratio = Math.round((wardkey.rate / bare.rate) * 100) / 100;
const isMet = !measuredNothing(wardkey) && wardkey.errors === 0 && wardkey.rate >= target;

if (values.json) {
  console.log(JSON.stringify({ connections, seconds, runs, target, wardkey, bare, ratio }));
} else {
  for (const [name, { errors, p50, p99, rate }] of Object.entries({ wardkey, bare })) {
    const figures = `${Math.round(rate)}/s  p50 ${p50} ms  p99 ${p99} ms`;
    console.log(`${name.padEnd(8)} ${figures}${errors > 0 ? `  ${errors} ERRORS` : ""}`);
  }
  console.log(`ratio    ${ratio}; target ${target}/s: ${isMet ? "met" : "NOT MET"}`);
}
if (!isMet) process.exitCode = 1;
