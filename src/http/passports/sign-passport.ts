import { hash, randomBytes } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { CompactSign, type JWK } from "jose";
import type { Instant } from "../../ports/index.ts";
import { type IssuingKey, issuingAlgorithm } from "./issuing-key.ts";
import type { StatusReference } from "./passport.ts";

/** What a passport of ours says. */
export interface PassportSaid {
  readonly issuer: string;
  readonly type: string;
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  readonly proofing: {
    readonly level: number;
    readonly method: string;
    readonly by: string;
    readonly at: Instant;
  };
  readonly from: Instant;
  readonly until: Instant;
  readonly holder: JWK;
  readonly status: StatusReference;
}

const seconds = (at: Instant) => Math.floor(at / 1000);

/** Signs a passport as an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc), bound to its holder's key; what names them is disclosed by choice. */
export async function signPassport(said: PassportSaid, key: IssuingKey): Promise<string> {
  const instance = new SDJwtVcInstance({
    hasher: (data) =>
      hash("sha256", typeof data === "string" ? data : new Uint8Array(data), "buffer"),
    hashAlg: "sha-256",
    signAlg: issuingAlgorithm,
    saltGenerator: (length = 16) => randomBytes(length).toString("base64url"),
    signer: (data) => signed(data, key),
  });
  const { crv, kty, x, y } = said.holder;
  const { at, by, level, method } = said.proofing;
  const payload = {
    iss: said.issuer,
    vct: said.type,
    iat: seconds(said.from),
    exp: seconds(said.until),
    sub: said.subject,
    cnf: { jwk: { crv, kty, x, ...(y === undefined ? {} : { y }) } },
    name: said.name,
    role: said.role,
    proofing: { level, method, by, at: seconds(at) },
    status: { status_list: { uri: said.status.uri, idx: said.status.index } },
  };
  const disclosed = { _sd: ["name", "role", "proofing"] };
  return instance.issue(payload, disclosed as never, { header: { kid: key.kid } });
}

/** The library hands over what is to be signed: header and payload, encoded. */
async function signed(data: string, { privateKey }: IssuingKey): Promise<string> {
  const [header = "", payload = ""] = data.split(".");
  const jws = await new CompactSign(Buffer.from(payload, "base64url"))
    .setProtectedHeader(JSON.parse(Buffer.from(header, "base64url").toString("utf8")))
    .sign(privateKey);
  return jws.split(".")[2] ?? "";
}
