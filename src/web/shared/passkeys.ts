import {
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from "@simplewebauthn/browser";
import type { DeskEnrolRequest, DeskReply } from "../../http/console-contract.ts";
import type { PasskeyOptionsReply, PasskeyRequest } from "../../http/contract.ts";
import type { Messages } from "../messages/en.ts";
import { ScreenError } from "./screen-error.ts";

type CreationOptions = Extract<DeskReply, { type: "present" }>["options"];

/** Asks the authenticator; a `ScreenError` in words when nothing came of it. */
export async function askPasskey(
  { options }: PasskeyOptionsReply,
  t: Messages,
): Promise<PasskeyRequest> {
  try {
    return { response: await startAuthentication({ optionsJSON: options }) };
  } catch {
    // Whether it was cancelled, took too long or is another's, browsers do not say: it would tell who has one.
    throw new ScreenError("refused", t.passkeyNotUsed);
  }
}

/** Makes a passkey; a `ScreenError` in words when nothing came of it. */
export async function makePasskey(
  options: CreationOptions,
  t: Messages,
): Promise<DeskEnrolRequest> {
  try {
    return { response: await startRegistration({ optionsJSON: options }) };
  } catch (cause) {
    const known = cause instanceof WebAuthnError && cause.code === knownAlready;
    throw new ScreenError("refused", known ? t.passkeyKnown : t.passkeyNotMade);
  }
}

const knownAlready = "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";

/** Whoever asked has gone: the browser's own question goes too. */
export function stopAsking(): void {
  WebAuthnAbortService.cancelCeremony();
}
