import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
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

/** A certificate that vouches for itself, and its key: for tests of real TLS. */
export interface TestCertificate {
  readonly pem: string;
  readonly key: string;
}

/** Makes one (RFC 5280 section 4.1) that is good for so many days. */
export function makeCertificate(name: string, begins: number, days: number = 90): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // ecdsa-with-SHA256 (RFC 5758 section 3.2).
  const algorithm = der(0x30, oid("2a8648ce3d040302"));
  const subject = der(0x30, der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from(name)))));
  const tbs = der(
    0x30,
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    subject,
    der(0x30, time(begins), time(begins + days * day)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", tbs, privateKey);
  const whole = der(0x30, tbs, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString("base64").replace(/(.{64})/g, "$1\n");
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** UTCTime: years before 2050 alone. */
function time(at: number): Buffer {
  const text = new Date(at)
    .toISOString()
    .replace(/[-:T]|\.\d+/g, "")
    .slice(2);
  return der(0x17, Buffer.from(text));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
