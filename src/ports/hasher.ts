/** SHA-256, the one hash of the log (RFC 9162 section 2.1.1). */
export interface Hasher {
  /** The 32-byte digest of `bytes`. */
  sha256(bytes: Uint8Array): Uint8Array;
}
