import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import type { Side } from "../../ports/index.ts";
import type { World } from "../../world/index.ts";
import { type Ceremonies, type Ceremony, ceremonyOver, type Purpose } from "./ceremonies.ts";
import { challengeIn, notRight } from "./client-data.ts";
import { findPasskey, type KeptPasskey } from "./kept-passkey.ts";
import { rpIdOf } from "./relying-party.ts";

/** What the browser asks an authenticator with (WebAuthn Level 3, section 5.5); without `known` any passkey of ours may answer. */
export function assertionOptions(
  ceremonies: Ceremonies,
  ceremony: Ceremony,
  known: readonly KeptPasskey[] = [],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: rpIdOf(ceremony.origin),
    challenge: ceremonies.begin(ceremony),
    timeout: 300_000,
    userVerification: "required",
    allowCredentials: known.map(({ credential, transports }) => ({
      id: credential,
      transports: [...transports],
    })),
  });
}

/** Where an assertion is looked at. */
export interface AssertionDeps {
  readonly ceremonies: Ceremonies;
  readonly side: Side;
  readonly world: () => World;
}

/** An assertion by one of our passkeys, rightly signed; what it proves, the command judges. */
export interface CheckedAssertion {
  readonly passkey: string;
  readonly counter: number;
  readonly verified: boolean;
  /** The salt of what was signed, for a ceremony that signs. */
  readonly nonce?: string;
}

/** The ceremony that an assertion must be the answer to. */
interface Wanted {
  readonly purpose: Purpose;
  readonly bound: string;
  /** The challenge that belongs to what is to be signed, by the ceremony's salt (A4). */
  readonly isFor?: (nonce: string) => string;
}

/**
 * Checks an assertion (section 7.2) for the purpose and the session it was asked for in.
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`
 */
export async function checkAssertion(
  { ceremonies, side, world }: AssertionDeps,
  { purpose, bound, isFor }: Wanted,
  response: AuthenticationResponseJSON,
): Promise<CheckedAssertion> {
  const challenge = challengeIn(response.response.clientDataJSON);
  const { origin, signs } = ceremonies.take(challenge, purpose, bound);
  // Signed was what the challenge is a hash of: anything else than just that is not signed by it.
  if (signs !== undefined && isFor?.(signs.nonce) !== challenge) throw ceremonyOver();
  const found = await findPasskey(side, response.id);
  const person = found === undefined ? undefined : world().passkeys.get(found.id)?.person;
  if (found === undefined || person === undefined) throw notRight();
  // Section 7.2 step 6: the user handle, where the authenticator kept one, is its person's.
  const { userHandle } = response.response;
  const handle = Buffer.from(person, "utf8").toString("base64url");
  if (userHandle !== undefined && userHandle !== handle) throw notRight();
  const answer = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpIdOf(origin),
    credential: {
      id: found.kept.credential,
      publicKey: new Uint8Array(Buffer.from(found.kept.publicKey, "base64url")),
      // The counter, and whether the user was verified, are judged and recorded by the command.
      counter: 0,
    },
    requireUserVerification: false,
  }).catch(() => undefined);
  if (answer?.verified !== true) throw notRight();
  const { newCounter, userVerified } = answer.authenticationInfo;
  const use = { passkey: found.id, counter: newCounter, verified: userVerified };
  return signs === undefined ? use : { ...use, nonce: signs.nonce };
}
