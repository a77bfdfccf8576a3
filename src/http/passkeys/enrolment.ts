import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import {
  convertCertBufferToPEM,
  decodeAttestationObject,
  validateCertificatePath,
} from "@simplewebauthn/server/helpers";
import type { Bundle } from "../../access/index.ts";
import type { Ceremonies, Ceremony } from "./ceremonies.ts";
import { challengeIn, notRight } from "./client-data.ts";
import type { KeptPasskey } from "./kept-passkey.ts";
import { rpIdOf } from "./relying-party.ts";

/** Whose passkey is enrolled, and where. */
export interface Enrolling {
  /** The supervisor's session. */
  readonly session: string;
  readonly origin: string;
  readonly badge: string;
  readonly person: string;
  readonly name: string;
  /** Their passkeys so far: the same authenticator is not enrolled twice. */
  readonly known: readonly KeptPasskey[];
  /** Whether the policy has models whose attestation counts. */
  readonly attested: boolean;
}

/** What the browser makes a passkey with (WebAuthn Level 3, section 5.4). */
export function enrolmentOptions(
  ceremonies: Ceremonies,
  { session, origin, badge, person, name, known, attested }: Enrolling,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const challenge = ceremonies.begin({ purpose: "enrol", bound: session, origin, badge });
  return generateRegistrationOptions({
    rpName: "Wardkey",
    rpID: rpIdOf(origin),
    challenge,
    // Section 5.4.3: nothing about the person; our ids are random.
    userID: new TextEncoder().encode(person),
    userName: name,
    userDisplayName: name,
    timeout: 300_000,
    attestationType: attested ? "direct" : "none",
    excludeCredentials: known.map(({ credential, transports }) => ({
      id: credential,
      transports: [...transports],
    })),
    // Found without typing a number first, and never without its user's PIN, finger or face.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: [-8, -7, -257],
  });
}

/** A new passkey, found right. */
export interface EnrolledPasskey {
  readonly kept: KeptPasskey;
  readonly counter: number;
  readonly synced: boolean;
  /** The AAGUID, where a certificate of one of the policy's makers attests it. */
  readonly model?: string;
  /** The badge that proved its person at the desk. */
  readonly badge: string;
}

/**
 * Checks a passkey that was just made (section 7.1), for the session that began it.
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`
 */
export async function checkEnrolment(
  ceremonies: Ceremonies,
  bundle: Pick<Bundle, "hardware">,
  session: string,
  response: RegistrationResponseJSON,
): Promise<EnrolledPasskey> {
  const challenge = challengeIn(response.response.clientDataJSON);
  const ceremony = ceremonies.take(challenge, "enrol", session);
  const { credential, aaguid, attestationObject, credentialDeviceType } = await verify(
    response,
    challenge,
    ceremony,
  );
  const { id, publicKey, counter, transports = [] } = credential;
  const attested = await isAttested(bundle, aaguid, attestationObject);
  return {
    kept: {
      credential: id,
      publicKey: Buffer.from(publicKey).toString("base64url"),
      transports: transports.filter((each) => /^[a-z-]{1,20}$/.test(each)).slice(0, 10),
    },
    counter,
    // Section 6.1.3: eligible for backup is enough for there to be a copy some day.
    synced: credentialDeviceType !== "singleDevice",
    ...(attested ? { model: aaguid } : {}),
    badge: ceremony.badge ?? "",
  };
}

async function verify(response: RegistrationResponseJSON, challenge: string, { origin }: Ceremony) {
  const answer = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpIdOf(origin),
    requireUserVerification: true,
    supportedAlgorithmIDs: [-8, -7, -257],
  }).catch(() => undefined);
  if (answer?.verified !== true) throw notRight();
  return answer.registrationInfo;
}

/**
 * Whether the maker of one of the policy's models vouches for this one. The statement's signature, and that its
 * certificate is for this AAGUID, were verified with the registration; here whose certificate it is (section 7.1, step 24).
 */
async function isAttested(
  { hardware }: Pick<Bundle, "hardware">,
  aaguid: string,
  attestationObject: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const model = hardware.get(aaguid);
  const decoded = decodeAttestationObject(attestationObject);
  const chain = decoded.get("attStmt").get("x5c") ?? [];
  // Of the formats only packed says which model its certificate is for.
  if (model === undefined || decoded.get("fmt") !== "packed" || chain.length === 0) return false;
  try {
    return await validateCertificatePath(chain.map(convertCertBufferToPEM), [...model.roots]);
  } catch {
    return false;
  }
}
