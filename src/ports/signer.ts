/** Signs checkpoints with the organisation's Ed25519 key. */
export interface Signer {
  /** The name that stands in the signed note's key line. */
  readonly name: string;
  /** The 32-byte Ed25519 public key. */
  readonly publicKey: Uint8Array;
  /** The 64-byte Ed25519 signature of `message` (RFC 8032). */
  sign(message: Uint8Array): Uint8Array;
}
