/** Why a PIN cannot be set, or cannot be looked at now. */
export type PinErrorCode = "pin-malformed" | "pin-too-common" | "pins-busy";

/** A refusal about PINs; the message never holds the PIN. */
export class PinError extends Error {
  readonly code: PinErrorCode;

  constructor(code: PinErrorCode, message: string) {
    super(message);
    this.name = "PinError";
    this.code = code;
  }
}
