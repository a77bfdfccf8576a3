import { hash } from "node:crypto";
import { Openid4vpClient } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { DcqlQuery, type DcqlSdJwtVcCredential } from "dcql";
import { type Keys, signer } from "./passports.ts";

/** What a wallet does as nobody's would, to see what comes of it. */
export interface Mischief {
  /** Said in the holder's proof in place of what the request says. */
  readonly aud?: string;
  readonly nonce?: string;
  readonly iat?: number;
  /** The proof is signed with these. */
  readonly keys?: Keys;
  /** The presentation is changed before it goes out. */
  readonly change?: (presentation: string) => string;
}

/** A wallet made of other people's parts: OpenID4VP, DCQL and SD-JWT VC are each a library's. */
export interface Wallet {
  /** Reads a request's link and answers it, as its holder agrees to. */
  answer(link: string, mischief?: Mischief): Promise<Response>;
  /** What it would answer with, kept back. */
  present(link: string, mischief?: Mischief): Promise<string>;
  /** Answers with a presentation that is there already. */
  send(link: string, presentation: string): Promise<Response>;
  /** The holder does not want to. */
  decline(link: string): Promise<Response>;
}

const sha256 = (data: string | ArrayBuffer) =>
  hash("sha256", typeof data === "string" ? data : new Uint8Array(data), "buffer");

const unused = () => {
  throw new Error("nothing is encrypted, and no request is signed, here");
};

/** A wallet that holds one passport; `now` is its clock, `fetch` its way to the verifier. */
export function createWallet(
  passport: string,
  holder: Keys,
  { fetch, now }: { readonly fetch: typeof globalThis.fetch; readonly now: () => number },
): Wallet {
  const callbacks = {
    hash: (data: Uint8Array) => hash("sha256", data, "buffer"),
    signJwt: unused,
    decryptJwe: unused,
    encryptJwe: unused,
    verifyJwt: unused,
    fetch,
  };
  const client = new Openid4vpClient({ callbacks });
  const resolve = async (link: string) => {
    const parsed = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
    return client.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: parsed.params as never,
    });
  };
  const present = async (link: string, mischief: Mischief = {}): Promise<string> => {
    const { authorizationRequestPayload: asked, dcql } = await resolve(link);
    const names = await whatIsAsked(passport, dcql?.query);
    const { nonce = "" } = asked;
    const payload = {
      aud: mischief.aud ?? String(asked.client_id),
      nonce: mischief.nonce ?? nonce,
      iat: mischief.iat ?? Math.floor(now() / 1000),
    };
    const instance = new SDJwtVcInstance({
      hasher: sha256,
      kbSigner: signer((mischief.keys ?? holder).privateKey),
      kbSignAlg: "ES256",
    });
    const frame = Object.fromEntries(names.map((name) => [name, true]));
    const made = await instance.present(passport, frame as never, { kb: { payload } });
    return mischief.change?.(made) ?? made;
  };
  const send = async (link: string, presentation: string) => {
    const { authorizationRequestPayload } = await resolve(link);
    const { authorizationResponsePayload } = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload,
      authorizationResponsePayload: { vp_token: { staff_passport: [presentation] } },
    });
    const { response } = await client.submitOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: authorizationRequestPayload as never,
      authorizationResponsePayload,
    });
    return response;
  };
  return {
    present,
    send,
    answer: async (link, mischief) => send(link, await present(link, mischief)),
    async decline(link) {
      const { authorizationRequestPayload: asked } = await resolve(link);
      const body = new URLSearchParams({ error: "access_denied", state: String(asked.state) });
      return fetch(String((asked as { response_uri?: string }).response_uri), {
        method: "POST",
        body,
      });
    },
  };
}

/** What of the passport the query asks to be disclosed. @throws Error where the passport is not what is asked for */
async function whatIsAsked(passport: string, query: unknown): Promise<readonly string[]> {
  const parsed = DcqlQuery.parse(query as DcqlQuery.Input);
  DcqlQuery.validate(parsed);
  const reader = new SDJwtVcInstance({ hasher: sha256 });
  const claims = (await reader.getClaims(passport)) as Readonly<Record<string, unknown>>;
  const held = {
    credential_format: "dc+sd-jwt",
    cryptographic_holder_binding: true,
    vct: String(claims["vct"]),
    claims: claims as DcqlSdJwtVcCredential["claims"],
  } satisfies DcqlSdJwtVcCredential;
  const result = DcqlQuery.query(parsed, [held]);
  if (!result.can_be_satisfied) throw new Error("the wallet holds nothing that is asked for");
  const [match] = result.credential_matches["staff_passport"]?.valid_credentials ?? [];
  const [set] = match?.claims.valid_claim_sets ?? [];
  return Object.keys(set?.output ?? {});
}
