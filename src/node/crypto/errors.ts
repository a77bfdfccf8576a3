/**
 * What can be wrong with a secret that this folder is given.
 *
 * | code | meaning |
 * | --- | --- |
 * | `secret-file-open-to-others` | a file with a secret may be read or written by others than its owner |
 * | `secret-malformed` | a key or pepper that is not what it should be; the message says where it came from, never what is in it |
 */
export type CryptoErrorCode = "secret-file-open-to-others" | "secret-malformed";

/** The one error of this folder; errors of the file system pass through. */
export class CryptoError extends Error {
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string) {
    super(message);
    this.name = "CryptoError";
    this.code = code;
  }
}
