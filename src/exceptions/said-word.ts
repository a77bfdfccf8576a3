/**
 * What somebody sent where a code was asked for, to be told back to them: the code, where it could be one. Anything else may hold what
 * no screen should be made to show, such as characters that turn the text around, and is not repeated.
 */
export function saidWord(typed: string): string {
  return /^[\w.-]{1,40}$/.test(typed) ? `"${typed}"` : "That";
}
