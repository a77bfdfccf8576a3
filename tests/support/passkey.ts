import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

/** What an authenticator, or whoever stands between, says otherwise than it should. */
export interface Otherwise {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  /** The sign counter; without it, one that does not count. */
  readonly counter?: number;
  /** False: it did not verify its user. */
  readonly verified?: boolean;
  readonly userHandle?: string;
}

/** An authenticator in software with one passkey (WebAuthn Level 3, sections 6.1 and 6.5). */
export interface TestAuthenticator {
  create(
    options: PublicKeyCredentialCreationOptionsJSON,
    otherwise?: Otherwise,
  ): RegistrationResponseJSON;
  get(
    options: PublicKeyCredentialRequestOptionsJSON,
    otherwise?: Otherwise,
  ): AuthenticationResponseJSON;
}

const origin = "http://localhost:8080";
const [present, verified, attested] = [0x01, 0x04, 0x40];

/** A new one, of no attested model. */
export function testAuthenticator(): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const name = id.toString("base64url");
  let userHandle: string | undefined;
  const whole = { id: name, rawId: name, type: "public-key", clientExtensionResults: {} } as const;
  return {
    create(options, otherwise = {}) {
      userHandle = options.user.id;
      const rpId = otherwise.rpId ?? options.rp.id ?? "";
      const credential = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        coseKey(publicKey),
      ]);
      const data = authenticatorData(rpId, attested, otherwise, credential);
      const clientDataJSON = clientData("webauthn.create", options.challenge, otherwise);
      const attestationObject = noAttestation(data).toString("base64url");
      return {
        ...whole,
        response: { clientDataJSON, attestationObject, transports: ["internal"] },
      };
    },
    get(options, otherwise = {}) {
      const data = authenticatorData(otherwise.rpId ?? options.rpId ?? "", 0, otherwise);
      const clientDataJSON = clientData("webauthn.get", options.challenge, otherwise);
      const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
      const handle = otherwise.userHandle ?? userHandle;
      return {
        ...whole,
        response: {
          clientDataJSON,
          authenticatorData: data.toString("base64url"),
          signature: sign("sha256", Buffer.concat([data, hash]), privateKey).toString("base64url"),
          ...(handle === undefined ? {} : { userHandle: handle }),
        },
      };
    },
  };
}

function authenticatorData(
  rpId: string,
  flags: number,
  otherwise: Otherwise,
  credential: Buffer = Buffer.alloc(0),
): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(otherwise.counter ?? 0);
  const all = flags | present | (otherwise.verified === false ? 0 : verified);
  const hash = createHash("sha256").update(rpId).digest();
  return Buffer.concat([hash, Buffer.from([all]), counter, credential]);
}

function clientData(type: string, challenge: string, otherwise: Otherwise): string {
  const { counter: _counter, rpId: _rpId, userHandle: _handle, verified: _uv, ...said } = otherwise;
  const data = { type, challenge, origin, crossOrigin: false, ...said };
  return Buffer.from(JSON.stringify(data)).toString("base64url");
}

/** `{ 1: 2, 3: -7, -1: 1, -2: x, -3: y }` in CBOR (RFC 9053 section 7.1.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const bytes = (text: string) => Buffer.from(text, "base64url");
  const hex = (text: string) => Buffer.from(text, "hex");
  return Buffer.concat([hex("a5010203262001215820"), bytes(x), hex("225820"), bytes(y)]);
}

/** `{ fmt: "none", attStmt: {}, authData }` in CBOR. */
function noAttestation(data: Buffer): Buffer {
  const head = Buffer.from("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58", "latin1");
  return Buffer.concat([head, Buffer.from([data.length]), data]);
}
