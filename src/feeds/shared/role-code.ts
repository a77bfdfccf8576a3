/** The roles that the policy knows, where that is at hand. */
export type KnownRoles = ReadonlySet<string> | undefined;

/** What the policy's roles look like, for where it is not at hand. */
const form = /^[a-z][a-z0-9-]{0,31}$/;

/** Whether a source's word for a role may enter the log (U3): it is a role of the policy, never any text. */
export function isRole(roles: KnownRoles, word: string): boolean {
  return roles === undefined ? form.test(word) : roles.has(word);
}

/** Why a word is refused as a role, with the words that would be right. */
export function noRole(roles: KnownRoles, word: string): string {
  const known = roles === undefined ? "" : `: it has ${[...roles].join(", ")}`;
  return `the role ${word} is not in the policy${known}`;
}
