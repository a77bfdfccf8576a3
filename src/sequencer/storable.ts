import { SequencerError } from "./errors.ts";

/** Whether a database can keep this text as a key: PostgreSQL has no U+0000, and no database half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The refusal of a command with such a key. */
export function malformedKey(): SequencerError {
  return new SequencerError(
    "malformed-key",
    "A number or key holds a character that cannot be kept (U+0000, or half of a surrogate pair). Send it without.",
  );
}
