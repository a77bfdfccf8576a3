import { hash, randomBytes } from "node:crypto";
import { createHeaderAndPayload, StatusList } from "@sd-jwt/jwt-status-list";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Passports, TrustedIssuer } from "../../src/access/index.ts";
import type { Expected } from "../../src/http/index.ts";

/** When the tests are: 28 November 2026, noon. */
export const noon: number = Date.UTC(2026, 10, 28, 12);
const second = (at: number) => Math.floor(at / 1000);
const hour = 3_600_000;

/** A key pair of an issuer or a holder. */
export interface Keys {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function keys(): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return { privateKey, jwk: await exportJWK(publicKey) };
}

const sha256 = (data: string | ArrayBuffer) =>
  hash("sha256", typeof data === "string" ? data : new Uint8Array(data), "buffer");

/** Signs what the library has put together. */
export const signer =
  (key: CryptoKey): ((data: string) => Promise<string>) =>
  async (data) => {
    const algorithm = { name: "ECDSA", hash: "SHA-256" };
    const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(data));
    return Buffer.from(signature).toString("base64url");
  };

/** An organisation that issues staff passports, and what the policy says of it. */
export interface Issuer {
  readonly trusted: TrustedIssuer;
  readonly keys: Keys;
  /** The list of what it revoked, which `set` changes. */
  readonly list: StatusList;
  /** The list as it would be fetched at an instant. */
  statusList(at?: number, change?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A passport for the holder of a key; `change` is laid over what it says. */
  issue(holder: JWK, change?: Readonly<Record<string, unknown>>): Promise<string>;
}

export const listUri = "https://passports.example/status/1";

export async function createIssuer(change: Partial<TrustedIssuer> = {}): Promise<Issuer> {
  const own = await keys();
  const trusted: TrustedIssuer = {
    issuer: "https://passports.example",
    title: "Regional staff bank",
    statusLists: "https://passports.example/status/",
    knownAs: new Set(),
    proofing: 2,
    roles: new Set(["nurse"]),
    longest: 24 * hour,
    keys: [own.jwk as Readonly<Record<string, unknown>>],
    ...change,
  };
  const list = new StatusList(new Array(16).fill(0), 2);
  return {
    trusted,
    keys: own,
    list,
    async statusList(at = noon, listChange = {}) {
      const said = { iss: trusted.issuer, sub: listUri, iat: second(at), ttl: 600, ...listChange };
      const { header, payload } = createHeaderAndPayload(list, said, {
        alg: "ES256",
        typ: "statuslist+jwt",
      });
      return new SignJWT(payload).setProtectedHeader(header).sign(own.privateKey);
    },
    async issue(holder, claims = {}) {
      const instance = new SDJwtVcInstance({
        hasher: sha256,
        hashAlg: "sha-256",
        signAlg: "ES256",
        saltGenerator: (length = 16) => randomBytes(length).toString("base64url"),
        signer: signer(own.privateKey),
      });
      const payload = {
        iss: trusted.issuer,
        vct: passportType,
        iat: second(noon - hour),
        exp: second(noon + 30 * 24 * hour),
        sub: "staff-17",
        cnf: { jwk: holder },
        name: "Nora Lind",
        role: "nurse",
        proofing: { level: 2, method: "passport", by: "desk 3", at: second(noon - 24 * hour) },
        registration: { body: "NMC", number: "12A3456B", until: second(noon + 90 * 24 * hour) },
        status: { status_list: { uri: listUri, idx: 3 } },
        ...claims,
      };
      return instance.issue(payload, { _sd: ["name", "registration"] } as never);
    },
  };
}

const passportType = "urn:wardkey:staff-passport:1";

export function believing(...issuers: readonly Issuer[]): Passports {
  return {
    type: passportType,
    proofWithin: 300_000,
    statusWithin: 12 * hour,
    knownAs: new Set(),
    issuers: new Map(issuers.map(({ trusted }) => [trusted.issuer, trusted])),
  };
}

export const desk: Expected = { audience: "https://wardkey.example", nonce: "n-1", at: noon };

/** A passport with its holder's proof, made for the desk; `change` is laid over the proof. */
export async function present(
  passport: string,
  { privateKey }: Keys,
  change: Readonly<Record<string, unknown>> = {},
  typ = "kb+jwt",
): Promise<string> {
  const said = {
    aud: desk.audience,
    nonce: desk.nonce,
    iat: second(noon),
    sd_hash: Buffer.from(sha256(passport)).toString("base64url"),
    ...change,
  };
  const proof = await new SignJWT(said).setProtectedHeader({ alg: "ES256", typ }).sign(privateKey);
  return `${passport}${proof}`;
}

/** passports.yaml of a policy that believes these. */
export function passportsYaml(...issuers: readonly TrustedIssuer[]): string {
  const known = issuers.map(
    ({ issuer, keys: jwks, longest, proofing, roles, statusLists, title }) =>
      `  ${issuer}:
    title: ${title}
    status-lists: ${statusLists}
    proofing: ${proofing}
    roles: [${[...roles].join(", ")}]
    longest: ${longest / hour} h
    keys: |
      ${JSON.stringify({ keys: jwks })}`,
  );
  return `type: ${passportType}
proof-within: 5 min
status-within: 12 h
${known.length === 0 ? "issuers: {}" : `issuers:\n${known.join("\n")}`}
`;
}
