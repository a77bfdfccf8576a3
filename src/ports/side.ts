import type { Json } from "./json.ts";

/**
 * What is kept beside the log because it must be erasable (U3): names, numbers, free text, verifiers.
 * Each table maps a key to one JSON value.
 *
 * | table | key | value |
 * | --- | --- | --- |
 * | names | entity id | display name and what a screen shows of a person, patient, workload or place; a person's e-mail address |
 * | | `scim-user|<person>`, `scim-group|<role>@<ward>`, `scim-brake|<client>` | see http/scim/rows.ts |
 * | | `account|<source>|<name>` | when an account was discovered that another system lists, or that asked for a token |
 * | | `registration|<person>|<register>` | the number of a person's professional registration |
 * | identifiers | `scheme|value`, e.g. `mrn|4417220`, `staff|C006`, `passport|<issuer>|<subject>` | the entity id it means |
 * | credentials | `badge|<hash>`, `pin|<person>`, `api-key|<hash>`, `workload-secret|<hash>`, `seat-key|<thumbprint>`, `passkey|<hash of the credential id>`, `passkey-key|<passkey>`, `signing-key|<kid>`, `issuing-key|passports` | verifier, the id it proves, or a sealed key |
 * | parked | message id | a feed's unusable message and the reason |
 * | texts | text id, `draft|<session>` | a free text with its own salt; the half-written texts of a session, sealed |
 * | bundles | hash | a policy bundle's files |
 * | oidc | `token|<hash>`, `AuthorizationCode|<hash>` and the like, `launch|<hash>`; `once|<hash>`; `used|<key>`; `until|<instant>|<id>` | what the OpenID provider keeps of a token, a code or a request; the number of an assertion; that a row was used up; the keys of rows to throw away then |
 * | signals | see http/ssf/rows.ts | streams of Shared Signals, events that wait for their receivers, how far the log was read for them |
 * | notices | see http/notices/rows.ts | what waits to be told by mail and webhook, how far the log was read for that |
 */
export const sideTables = [
  "names",
  "identifiers",
  "credentials",
  "parked",
  "texts",
  "bundles",
  "oidc",
  "signals",
  "notices",
] as const;

/** The name of a table beside the log. */
export type SideTable = (typeof sideTables)[number];

/** One row's address. A key is well-formed text without U+0000; other text is never found, and refused when written. */
export interface SideKey {
  readonly table: SideTable;
  readonly key: string;
}

/** A row to write in the same transaction as a batch; `value: undefined` erases it. */
export interface SideWrite extends SideKey {
  readonly value: Json | undefined;
  /**
   * Only where there is no row of this key: else nothing of the batch is done, and `append` answers `conflict`. A batch without records
   * moves no head, so that nothing else tells two nodes apart that have both looked and found none.
   */
  readonly fresh?: boolean;
}

/** The erasable tables, as last committed. A row that cannot be read is refused with an error whose code is `corrupt`. */
export interface Side {
  /** The values of `keys`, in their order; undefined where there is no row. */
  get(keys: readonly SideKey[]): Promise<readonly (Json | undefined)[]>;
  /** Rows whose key starts with `prefix`, by key in the order of code points, after the key `after`, at most `limit`. */
  list(
    table: SideTable,
    options: { readonly prefix?: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly { readonly key: string; readonly value: Json }[]>;
}
