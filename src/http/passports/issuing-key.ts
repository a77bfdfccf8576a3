import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { App } from "../../app.ts";
import { system } from "../../app.ts";
import type { Json } from "../../ports/index.ts";
import type { Command } from "../../world/index.ts";
import type { Sealer } from "../deps.ts";
import { keysRow, publishedAt, type RowKey, rowKeys, signsAt } from "./issuing-keys-row.ts";

/** What the house's keys for passports are kept with. */
export interface IssuingKeyDeps {
  readonly app: Pick<App, "submit" | "side" | "now">;
  readonly sealer: Sealer;
  readonly newId: (prefix: string) => string;
}

/** The house's key for passports and for the list of what it revoked: the one that signs now. */
export interface IssuingKey {
  readonly kid: string;
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
}

export const issuingAlgorithm = "ES256";

/** The key that signs now; made when it is first needed, and the same for every node. */
export async function issuingKey(deps: IssuingKeyDeps): Promise<IssuingKey> {
  return open(deps, signsAt(await keysKept(deps), deps.app.now()));
}

/** The public keys that others need now, the one that signs first: the next one's before it signs, and the last one's after it did. */
export async function issuingKeySet(deps: IssuingKeyDeps): Promise<readonly JWK[]> {
  const at = deps.app.now();
  const keys = publishedAt(await keysKept(deps), at);
  return Promise.all(keys.map(async (key) => (await open(deps, key)).publicKey));
}

async function keysKept(deps: IssuingKeyDeps): Promise<readonly RowKey[]> {
  const [kept] = await deps.app.side.get([keysRow]);
  return rowKeys(kept ?? (await deps.app.submit(keepFirst(await makeIssuingKey(deps)))));
}

/** A fresh key, sealed. */
export async function makeIssuingKey({
  newId,
  sealer,
}: Pick<IssuingKeyDeps, "newId" | "sealer">): Promise<RowKey> {
  const { privateKey } = await generateKeyPair(issuingAlgorithm, { extractable: true });
  const kid = newId("key");
  const sealed = sealer.seal("signing-key", JSON.stringify(await exportJWK(privateKey)), kid);
  return { kid, sealed };
}

/** Of two nodes that make one at the same moment, the first one's is kept. */
function keepFirst(made: RowKey): Command<Json> {
  return {
    name: "passport.make-key",
    actor: system,
    needs: [keysRow],
    handle: ({ side }) => {
      const known = side(keysRow);
      if (known !== undefined) return { records: [], answer: known };
      const value = { kid: made.kid, sealed: made.sealed };
      return { records: [], side: [{ ...keysRow, value, fresh: true }], answer: value };
    },
  };
}

async function open(
  { sealer }: Pick<IssuingKeyDeps, "sealer">,
  { kid, sealed }: RowKey,
): Promise<IssuingKey> {
  const opened = sealer.open("signing-key", sealed, kid);
  if (opened === undefined) {
    throw new Error(
      "The key for staff passports does not open: WARDKEY_PEPPER is not the one that it was sealed with.",
    );
  }
  const { d, ...publicPart } = JSON.parse(opened) as JWK;
  const named = { ...publicPart, kid, alg: issuingAlgorithm, use: "sig" };
  return {
    kid,
    publicKey: named,
    privateKey: (await importJWK({ ...named, ...(d === undefined ? {} : { d }) })) as CryptoKey,
  };
}
