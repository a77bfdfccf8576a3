import type { SideKey } from "../ports/index.ts";

/** Where the passkey behind a credential id is kept: by the id's hash, which alone is short enough for a key. */
export function passkeyKey(credentialHash: string): SideKey {
  return { table: "credentials", key: `passkey|${credentialHash}` };
}

/** Where it is kept that a person was given a passkey once, whatever has become of it: another one is a recovery. */
export function hadPasskeyKey(person: string): SideKey {
  return { table: "credentials", key: `had-passkey|${person}` };
}

/** Where a passkey's credential id and public key are kept. */
export function passkeySecretKey(passkey: string): SideKey {
  return { table: "credentials", key: `passkey-key|${passkey}` };
}
