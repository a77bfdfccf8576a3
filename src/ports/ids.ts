/** Where randomness comes from: identifiers and salts. */
export interface Ids {
  /** A new random identifier, unguessable, of 22 URL-safe characters, behind `prefix` and an underscore. */
  next(prefix: string): string;
  /** 16 random bytes for each of `count` leaves, one after the other. */
  salts(count: number): Uint8Array;
}
