/**
 * Tokens of our server against bare oidc-provider with its store in memory, in one run: issue to an application and to a workload
 * (client credentials, the client known by private_key_jwt with ES256) and introspection by the application. Ours keeps every assertion and token durably before it
 * answers, and asks the world whether the client is still one; the other keeps a thousand entries in memory.
 *
 * npm run benchmark:tokens [-- --json] [-- --seconds 4] [-- --rounds 3] [-- --connections 64]
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
} from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { startStaffedServer } from "../e2e/support/staffed-server.ts";
import type { BareSetup } from "./support/bare-provider.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    connections: { type: "string", default: "64" },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);

const resource = "https://lab.example/fhir";
const scope = "system/Observation.rs";
const client = "lab";
/** The workload that asks with the same key; the other knows it as a client like any other. */
const workload = "lab-gateway";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = {
  ...createPublicKey(privateKey).export({ format: "jwk" }),
  alg: "ES256",
  use: "sig",
  kid: "k",
};

/** Where tokens come from. */
interface Contender {
  readonly name: string;
  readonly child: ChildProcess;
  readonly issuer: string;
  readonly token: string;
  readonly introspect: string;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = encoded({ alg: "ES256", kid: "k" });
const signingKey = createPrivateKey(privateKey.export({ format: "pem", type: "pkcs8" }));

/** The client's word for who it is (RFC 7523 section 3), good once. */
function assertion(issuer: string, who: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: who, sub: who, aud: issuer, jti: randomUUID(), iat, exp: iat + 240 };
  const text = `${header}.${encoded(claims)}`;
  const signature = sign("sha256", Buffer.from(text), {
    key: signingKey,
    dsaEncoding: "ieee-p1363",
  });
  return `${text}.${signature.toString("base64url")}`;
}

function form(issuer: string, more: Readonly<Record<string, string>>): string {
  const { client_id = client } = more;
  const who = {
    client_id,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion(issuer, client_id),
  };
  return `${new URLSearchParams({ ...who, ...more })}`;
}

const issuing = { grant_type: "client_credentials", scope, resource };

/** Asks for the workload at the terminal, has somebody else approve it, and gives it the key. */
async function addWorkload(base: string, folder: string, people: readonly string[]): Promise<void> {
  const { token } = JSON.parse(readFileSync(join(folder, "server.json"), "utf8"));
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${base}/operator/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} says ${await answer.text()}`);
  };
  const [owner, deputy] = people;
  await post("workloads", {
    by: owner,
    deputy,
    environment: "production",
    id: workload,
    name: "Laboratory gateway",
    owner,
    purpose: "is measured",
    scopes: [scope],
    until: Date.now() + 2 * 86_400_000,
    vendor: "own",
  });
  await post(`workloads/${workload}/approve`, { by: deputy });
  await post(`workloads/${workload}/credentials`, { credential: { kind: "key", jwk, days: 1 } });
}

async function startBare(): Promise<Contender> {
  const setup: BareSetup = {
    clients: [client, workload].map((client_id) => ({
      client_id,
      redirect_uris: [],
      response_types: [],
      grant_types: ["client_credentials"],
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES256",
      jwks: { keys: [jwk] } as never,
    })),
    resource,
    scope,
  };
  const script = join(import.meta.dirname, "support/bare-provider.ts");
  const child = spawn(process.execPath, [script, JSON.stringify(setup)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [issuer] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const token = `${issuer}/token`;
  return { name: "oidc-provider", issuer, token, introspect: `${token}/introspection`, child };
}

/** What one run measured. */
interface Run {
  /** Answered requests in a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of a processor that the server took for each, all its threads together. */
  readonly processor: number;
}

/** Microseconds that a process has had a processor (proc(5): fields 14 and 15, in hundredths of a second). */
function processorOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function load(
  url: string,
  { child, issuer }: Contender,
  more: Readonly<Record<string, string>>,
): Promise<Run> {
  // Made before: the generator has a client's processor to itself on no machine of two cores.
  const bodies = Array.from({ length: seconds * 15_000 }, () => form(issuer, more));
  let next = 0;
  const setupRequest = (request: autocannon.Request): autocannon.Request => ({
    ...request,
    body: bodies[next++ % bodies.length] as string,
  });
  const begun = processorOf(child);
  const result = await autocannon({
    url: url.replace("localhost", "127.0.0.1"),
    method: "POST",
    headers: {
      host: new URL(url).host,
      "content-type": "application/x-www-form-urlencoded",
    },
    connections,
    duration: seconds,
    requests: [{ setupRequest }],
  });
  if (result.errors + result.non2xx > 0 || next > bodies.length) {
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors, ${next} sent`);
  }
  const processor = Math.round((processorOf(child) - begun) / result["2xx"]);
  const { p50, p99 } = result.latency;
  return { rate: Math.round(result.requests.average), p50, p99, processor };
}

async function issueOne({ issuer, token }: Contender): Promise<string> {
  const answer = await fetch(token, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form(issuer, issuing),
  });
  const { access_token } = (await answer.json()) as { readonly access_token?: string };
  if (access_token === undefined) throw new Error(`${token} issues nothing: ${answer.status}`);
  return access_token;
}

const data = mkdtempSync(join(tmpdir(), "wardkey-tokens-"));
const server = await startStaffedServer(data);
await server.application({
  id: client,
  name: "Laboratory",
  redirectUris: [],
  scopes: [scope],
  serves: [resource],
  jwks: { keys: [jwk] },
});
await addWorkload(
  server.base,
  data,
  server.demo.people.map(({ id }) => id),
);
const bare = await startBare();
const issuer = `${server.base}/oidc`;
const ours: Contender = {
  name: "Wardkey",
  child: server.process.child,
  issuer,
  token: `${issuer}/token`,
  introspect: `${issuer}/introspect`,
};
const results = [];
try {
  for (const what of ["issue", "issue to a workload", "introspection"] as const) {
    const runs = new Map<string, Run[]>([
      [bare.name, []],
      [ours.name, []],
    ]);
    // The first round warms both up.
    for (let round = 0; round <= rounds; round++) {
      // Whoever comes second finds a machine that is warm, or throttled: they take turns at it.
      for (const contender of round % 2 === 0 ? [bare, ours] : [ours, bare]) {
        const isIssue = what !== "introspection";
        const asked = what === "issue" ? issuing : { ...issuing, client_id: workload };
        const more = isIssue ? asked : { token: await issueOne(contender) };
        const run = await load(isIssue ? contender.token : contender.introspect, contender, more);
        if (round > 0) runs.get(contender.name)?.push(run);
      }
    }
    const [theirs, mine] = [bare.name, ours.name].map((name) => {
      const sorted = (runs.get(name) ?? []).toSorted((a, b) => a.rate - b.rate);
      return sorted[Math.floor(sorted.length / 2)] as Run;
    }) as [Run, Run];
    results.push({
      what,
      ours: mine,
      bare: theirs,
      ratio: Math.round((mine.rate / theirs.rate) * 100) / 100,
      processorRatio: Math.round((theirs.processor / mine.processor) * 100) / 100,
    });
  }
} finally {
  bare.child.kill("SIGKILL");
  await server.process.kill();
  rmSync(data, { recursive: true, force: true });
}

if (values.json)
  console.log(JSON.stringify({ seconds, rounds, connections, target: 0.7, results }));
else {
  for (const { what, ours: mine, bare: theirs, ratio, processorRatio } of results) {
    const say = ({ processor, rate, p50, p99 }: Run) =>
      `${rate}/s (p50 ${p50} ms, p99 ${p99} ms, ${processor} µs of a processor)`;
    const missed = ratio < 0.7 ? "  MISSED" : "";
    console.log(
      `${what.padEnd(20)} ${say(mine)}; oidc-provider ${say(theirs)}: ${ratio}${missed}, by processor time ${processorRatio}`,
    );
  }
}
