import { isSecret, secretLength, secretPrefix } from "../../workloads/index.ts";

/** A secret that stands in a text, and where; of the secret itself no more than tells it from another one. */
export interface FoundSecret {
  /** A file, or a file of a commit. */
  readonly place: string;
  /** From 1. */
  readonly line: number;
  readonly secret: string;
}

const prefix = Buffer.from(secretPrefix);
const newline = 10;

/** So much of a secret may stand at the end of a part without being found there: it is looked at again with the next one. */
export const overlap: number = secretLength - 1;

/** The offsets of the secrets in `bytes`, in their order: of each prefix, those with the right checksum. */
export function* secretsIn(
  bytes: Buffer,
): Generator<{ readonly at: number; readonly secret: string }> {
  for (let at = bytes.indexOf(prefix); at >= 0; at = bytes.indexOf(prefix, at + 1)) {
    const text = bytes.toString("latin1", at, at + secretLength);
    if (isSecret(text)) yield { at, secret: text };
  }
}

/** How many lines end in `bytes` from one offset on and before another. */
export function linesBetween(bytes: Buffer, from: number, end: number): number {
  let lines = 0;
  for (
    let at = bytes.indexOf(newline, from);
    at >= 0 && at < end;
    at = bytes.indexOf(newline, at + 1)
  ) {
    lines++;
  }
  return lines;
}

/** What may be printed: enough to find it again where it stands. */
export function masked(secret: string): string {
  return `${secret.slice(0, secretPrefix.length + 4)}…${secret.slice(-4)}`;
}
