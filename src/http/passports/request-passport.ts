import { signatureAlgorithms } from "./passport.ts";
import type { Presentation } from "./presentations.ts";

/** The path at which wallets answer. */
export const responsePath = "/passports/response";

/** What a passport is called in a request and its answer. */
const credentialId = "staff_passport";

/** What a passport has to say; the last where the profession has a register. */
const asked = ["sub", "name", "role", "proofing", "registration"];

/** A presentation with its wrapping, and the rest of a wallet's form. */
export const longestAnswer: number = 64 * 1024;

/** Who asks, in a request and in the holder's proof (OpenID4VP 1.0 section 5.9.3: what is not signed is known by where it is answered). */
export function audienceOf({ origin }: Pick<Presentation, "origin">): string {
  return `redirect_uri:${origin}${responsePath}`;
}

/**
 * The request for a staff passport as a link, which a wallet opens or reads from a QR code (OpenID4VP 1.0 sections 5 and 8.2:
 * answered from the wallet straight to this server). Asks for what a passport has to state and nothing else.
 */
export function requestPassport(presentation: Presentation, type: string): string {
  const { nonce, origin, state } = presentation;
  // A camera reads the whole of it from a screen: ids are short.
  const claims = asked.map((name, index) => ({ id: `${index}`, path: [name] }));
  const [registration = "", ...needed] = claims.map(({ id }) => id).toReversed();
  const query = {
    credentials: [
      {
        id: credentialId,
        format: "dc+sd-jwt",
        meta: { vct_values: [type] },
        claims,
        // Where the profession has no register, the rest is enough.
        claim_sets: [[...needed, registration], needed],
      },
    ],
  };
  const algorithms = {
    "sd-jwt_alg_values": signatureAlgorithms,
    "kb-jwt_alg_values": signatureAlgorithms,
  };
  const parameters = new URLSearchParams({
    client_id: audienceOf(presentation),
    response_type: "vp_token",
    response_mode: "direct_post",
    response_uri: `${origin}${responsePath}`,
    nonce,
    state,
    dcql_query: JSON.stringify(query),
    client_metadata: JSON.stringify({ vp_formats_supported: { "dc+sd-jwt": algorithms } }),
  });
  return `openid4vp://?${parameters}`;
}

/** The presentation in a wallet's answer (OpenID4VP 1.0 section 8.1); undefined where it is none. */
export function presentationIn(vpToken: string): string | undefined {
  try {
    const found: unknown = JSON.parse(vpToken)?.[credentialId];
    const [only, ...more] = Array.isArray(found) ? found : [found];
    return typeof only === "string" && more.length === 0 ? only : undefined;
  } catch {
    return undefined;
  }
}
