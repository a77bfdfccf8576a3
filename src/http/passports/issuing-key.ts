import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { App } from "../../app.ts";
import { system } from "../../app.ts";
import type { SideKey } from "../../ports/index.ts";
import type { Command } from "../../world/index.ts";
import type { Sealer } from "../deps.ts";
import { isRecord, textOf } from "../json.ts";

/** What the house's key for passports is kept with. */
export interface IssuingKeyDeps {
  readonly app: Pick<App, "submit" | "side">;
  readonly sealer: Sealer;
  readonly newId: (prefix: string) => string;
}

/** The house's key for passports and for the list of what it revoked. */
export interface IssuingKey {
  readonly kid: string;
  readonly publicKey: JWK;
  readonly privateKey: CryptoKey;
}

export const issuingAlgorithm = "ES256";

/** Other organisations have it in their policies, so it is not turned by the clock as keys of tokens are. */
const row: SideKey = { table: "credentials", key: "issuing-key|passports" };

/** The key; made when it is first needed, and the same for every node. */
export async function issuingKey(deps: IssuingKeyDeps): Promise<IssuingKey> {
  const [kept] = await deps.app.side.get([row]);
  return open(deps, kept ?? (await deps.app.submit(keepFirst(await make(deps)))));
}

async function make({ newId, sealer }: IssuingKeyDeps) {
  const { privateKey } = await generateKeyPair(issuingAlgorithm, { extractable: true });
  const kid = newId("key");
  const sealed = sealer.seal("signing-key", JSON.stringify(await exportJWK(privateKey)), kid);
  return { kid, sealed };
}

/** Of two nodes that make one at the same moment, the first one's is kept. */
function keepFirst(made: {
  readonly kid: string;
  readonly sealed: string;
}): Command<{ readonly [key: string]: string } | object> {
  return {
    name: "passport.make-key",
    actor: system,
    needs: [row],
    handle: ({ side }) => {
      const known = side(row);
      if (isRecord(known)) return { records: [], answer: known };
      return { records: [], side: [{ ...row, value: made, fresh: true }], answer: made };
    },
  };
}

async function open({ sealer }: IssuingKeyDeps, kept: unknown): Promise<IssuingKey> {
  const known = kept as { readonly kid?: string; readonly sealed?: string };
  const kid = textOf(known.kid) ?? "";
  const opened = sealer.open("signing-key", textOf(known.sealed) ?? "", kid);
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
