import { createHash } from "node:crypto";
import type { Json, Side } from "../../ports/index.ts";
import { passkeyKey, passkeySecretKey } from "../../sessions/index.ts";
import { isRecord, textOf } from "../json.ts";

/** What is kept of a passkey beside the log, in base64url. */
export interface KeptPasskey {
  readonly credential: string;
  /** COSE_Key. */
  readonly publicKey: string;
  /** How browsers reach its authenticator: `usb`, `internal`, ... */
  readonly transports: readonly string[];
}

/** A credential's id as it is looked up: of up to 1,023 bytes, so hashed. */
export function credentialHash(credential: string): string {
  return createHash("sha256").update(`passkey\0${credential}`).digest("base64url");
}

/** The passkey with a credential id, if it is one of ours. */
export async function findPasskey(
  side: Side,
  credential: string,
): Promise<{ readonly id: string; readonly kept: KeptPasskey } | undefined> {
  const [id] = await side.get([passkeyKey(credentialHash(credential))]);
  if (typeof id !== "string") return undefined;
  const [kept] = await keptPasskeys(side, [id]);
  return kept?.credential === credential ? { id, kept } : undefined;
}

/** What is kept of passkeys; those that have gone meanwhile are left out. */
export async function keptPasskeys(
  side: Side,
  ids: readonly string[],
): Promise<readonly KeptPasskey[]> {
  const rows = await side.get(ids.map(passkeySecretKey));
  return rows.map(readKept).filter((kept) => kept !== undefined);
}

function readKept(row: Json | undefined): KeptPasskey | undefined {
  if (!isRecord(row)) return undefined;
  const credential = textOf(row["credential"]);
  const publicKey = textOf(row["publicKey"]);
  const { transports } = row;
  if (credential === undefined || publicKey === undefined) return undefined;
  const known = Array.isArray(transports) ? transports : [];
  return { credential, publicKey, transports: known.filter((each) => typeof each === "string") };
}
