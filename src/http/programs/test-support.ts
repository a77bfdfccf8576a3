import { randomBytes } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { system } from "../../app.ts";
import { addCredential, approveWorkload, requestWorkload } from "../../workloads/index.ts";
import type { WorkloadTerms } from "../../world/index.ts";
import type { TestWard } from "../test-support.ts";
import { type CredentialForm, readCredential } from "./read-credential.ts";

const day = 24 * 3_600_000;

/** Gives a ward a workload that Amy asked for and Ben approved, without a credential. */
export async function addWorkload(
  { app }: TestWard,
  id: string,
  more: Partial<WorkloadTerms> = {},
): Promise<string> {
  const person = (one: string) => ({ type: "person", id: one }) as const;
  const terms: WorkloadTerms = {
    deputy: "ben",
    environment: "production",
    name: id,
    owner: "amy",
    purpose: "Brings results into charts",
    scopes: ["system/Observation.rs"],
    until: app.now() + 100 * day,
    vendor: "Acme",
    ...more,
  };
  await app.submit(requestWorkload({ ...terms, id, actor: person("amy") }));
  await app.submit(approveWorkload({ workload: id, actor: person("ben") }));
  return id;
}

type Form = CredentialForm extends infer F
  ? F extends CredentialForm
    ? Omit<F, "days">
    : never
  : never;

/** Gives a workload a credential of thirty days. */
export async function giveCredential(
  { app }: TestWard,
  keyedHash: (use: "workload-secret", secret: string) => string,
  workload: string,
  form: Form,
): Promise<{ readonly credential: string; readonly secret?: string }> {
  const deps = { keyedHash: keyedHash as never };
  const read = await readCredential(deps, { ...form, days: 30 } as CredentialForm, app.now());
  const { credential } = read;
  const added = await app.submit(addCredential({ workload, credential, actor: system }));
  return { ...added, ...(read.secret === undefined ? {} : { secret: read.secret }) };
}

/** A key in the hands of a test. */
export interface TestKey {
  readonly jwk: JWK;
  /** Signs claims; `exp` a minute from now unless they say otherwise. */
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Makes one. */
export async function makeKey(now: () => number, more: Partial<JWK> = {}): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const kid = randomBytes(6).toString("hex");
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig", ...more };
  return {
    jwk,
    sign: (claims) => {
      const iat = Math.floor(now() / 1000);
      return new SignJWT({ iat, exp: iat + 60, ...claims })
        .setProtectedHeader({ alg: "ES256", kid })
        .sign(privateKey);
    },
  };
}

/** An issuer of tokens, or a publisher of keys, on this machine. */
export interface TestIssuer {
  readonly url: string;
  /** How often its keys were asked for. */
  asked(): number;
  close(): Promise<void>;
}

/** Starts one; `answer` is what it says of its keys. */
export async function startIssuer(answer: (response: ServerResponse) => void): Promise<TestIssuer> {
  let asked = 0;
  const server: Server = createServer((_request, response) => {
    asked++;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
