import { namePeople } from "./name-people.ts";
import type { SetClaims, Stream } from "./rows.ts";
import type { SignalsDeps } from "./types.ts";

/**
 * What became of a SET that was pushed (RFC 8935 sections 2.2 to 2.4).
 *
 * | type | meaning |
 * | --- | --- |
 * | `taken` | acknowledged |
 * | `refused` | the receiver cannot use this one, ever |
 * | `misconfigured` | it will not take any until somebody changes something |
 * | `failed` | it may be taken later |
 */
export type Pushed =
  | { readonly type: "taken" }
  | { readonly type: "refused" | "misconfigured" | "failed"; readonly why: string };

/** The registered errors (RFC 8935 section 7.1) that the next SET would meet as well. */
const ofTheStream: readonly string[] = [
  "invalid_key",
  "invalid_issuer",
  "invalid_audience",
  "authentication_failed",
  "access_denied",
];

/** Signs a SET and POSTs it to the stream's receiver. */
export async function pushSet(
  deps: Pick<SignalsDeps, "signer" | "post" | "app">,
  stream: Stream,
  claims: SetClaims,
  signal: AbortSignal,
): Promise<Pushed> {
  const { signer, post } = deps;
  const { delivery } = stream;
  if (delivery.method !== "urn:ietf:rfc:8935") throw new TypeError("a stream that is polled");
  const { endpoint, authorization } = delivery;
  const headers = {
    "content-type": "application/secevent+jwt",
    accept: "application/json",
    ...(authorization === undefined ? {} : { authorization }),
  };
  const body = await signer.sign(await namePeople(deps, stream, claims));
  try {
    const answer = await post(endpoint, headers, body, signal);
    return pushedBy(answer);
  } catch {
    // The words of the failure may hold the address, with what the receiver put into it.
    return { type: "failed", why: "The receiver does not answer." };
  }
}

function pushedBy({ status, body }: { readonly status: number; readonly body: string }): Pushed {
  if (status >= 200 && status < 300) return { type: "taken" };
  if (status !== 400) return { type: "failed", why: `The receiver answers ${status}.` };
  const code = errorCode(body);
  // Section 2.3 asks for a code with every 400; without one nobody knows that the SET is at fault.
  if (code === undefined)
    return { type: "failed", why: "The receiver answers 400 without a code." };
  const why = `The receiver answers ${code}.`;
  return { type: ofTheStream.includes(code) ? "misconfigured" : "refused", why };
}

function errorCode(body: string): string | undefined {
  try {
    const said: unknown = JSON.parse(body);
    const code = typeof said === "object" && said !== null && "err" in said ? said.err : undefined;
    return isErrorCode(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it can be a code of the registry (RFC 8935 section 7.1.1), and be shown. */
export function isErrorCode(code: unknown): code is string {
  return typeof code === "string" && /^[\w.-]{1,100}$/.test(code);
}
