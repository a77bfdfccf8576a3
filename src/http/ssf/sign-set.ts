import { importJWK, type JWK, SignJWT } from "jose";
import type { SigningKey } from "../../world/index.ts";
import { type KeyDeps, keysNow, openKeys, turnKeys } from "../oidc/index.ts";
import type { SetClaims } from "./rows.ts";

/** Signs Security Event Tokens with the organisation's keys: those of its OpenID provider. */
export interface SetSigner {
  /** The public keys that receivers check signatures with (RFC 7517): the next one and the last one too. */
  published(): Promise<readonly JWK[]>;
  /** The SET in compact form: RS256, typ secevent+jwt (RFC 8417 section 2.3). */
  sign(claims: SetClaims): Promise<string>;
}

interface Opened {
  readonly publicJwk: JWK;
  readonly key: Awaited<ReturnType<typeof importJWK>>;
}

/** A signer with the keys that sign now; it makes the first one where there is none. */
export function createSetSigner(deps: KeyDeps): SetSigner {
  const opened = new Map<string, Promise<Opened>>();
  let turning: Promise<void> | undefined;

  const keys = async (): Promise<readonly SigningKey[]> => {
    // Several SETs at once wait for the same new key.
    turning ??= turnKeys(deps).finally(() => {
      turning = undefined;
    });
    await turning;
    // The interoperability profile, section 2.6: RS256, which those keys are of 2048 bits for.
    return keysNow(deps).filter(({ alg }) => alg === "RS256");
  };
  const open = (key: SigningKey): Promise<Opened> => {
    const known = opened.get(key.id) ?? openKey(deps, key);
    opened.set(key.id, known);
    // One that could not be read now may be read later.
    known.catch(() => opened.delete(key.id));
    return known;
  };
  return {
    async published() {
      return Promise.all((await keys()).map(async (key) => (await open(key)).publicJwk));
    },
    async sign({ iss, iat, jti, aud, txn, sub_id, events }) {
      // Those that sign now come first.
      const [current] = await keys();
      if (current === undefined) throw new Error("there is no key to sign with");
      const { key } = await open(current);
      // Neither `sub` nor `exp` (SSF 1.0 sections 4.1.1 and 4.1.3).
      const claims = { iss, iat, jti, aud, ...(txn === undefined ? {} : { txn }), sub_id, events };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", typ: "secevent+jwt", kid: current.id })
        .sign(key);
    },
  };
}

async function openKey(deps: KeyDeps, key: SigningKey): Promise<Opened> {
  const [jwk] = await openKeys(deps, [key]);
  const { kty, n, e, kid, alg, use } = jwk as JWK;
  const publicJwk = { kty, n, e, kid, alg, use } as JWK;
  return { publicJwk, key: await importJWK(jwk as JWK, "RS256") };
}
