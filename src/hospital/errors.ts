/**
 * Why a synthetic hospital cannot be made.
 *
 * | code | meaning |
 * | --- | --- |
 * | `size-impossible` | the numbers asked for do not fit each other; the message says which |
 * | `instant-impossible` | the instant or window is not one that a calendar knows |
 * | `nobody-on-duty` | no ward has everybody on duty that the demonstration needs |
 */
export type HospitalErrorCode = "size-impossible" | "instant-impossible" | "nobody-on-duty";

/** The one error of this folder. */
export class HospitalError extends Error {
  readonly code: HospitalErrorCode;

  constructor(code: HospitalErrorCode, message: string) {
    super(message);
    this.name = "HospitalError";
    this.code = code;
  }
}
