import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { App } from "../../app.ts";
import {
  dueKeys,
  type NewKey,
  publishedKeys,
  signingKeyKey,
  turnSigningKeys,
} from "../../sessions/index.ts";
import type { SigningKey } from "../../world/index.ts";
import type { Sealer } from "../deps.ts";

const use = "signing-key";

/** What the keeping of keys needs. */
export interface KeyDeps {
  readonly app: Pick<App, "submit" | "world" | "side" | "now">;
  readonly sealer: Sealer;
  readonly newId: (prefix: string) => string;
}

/** The keys that are published now, those that sign first, as one text: it changes when they do. */
export function keysNow({ app }: Pick<KeyDeps, "app">): readonly SigningKey[] {
  return publishedKeys(app.world(), app.now());
}

/** Whether a key has to be made or let go of. */
export function isTurnDue({ app }: Pick<KeyDeps, "app">): boolean {
  const [world, now] = [app.world(), app.now()];
  for (const { keptUntil } of world.signingKeys.values()) if (keptUntil <= now) return true;
  return dueKeys(world, now).length > 0;
}

/** Makes the keys that are due and lets go of those that are over; does nothing most of the time. */
export async function turnKeys({ app, sealer, newId }: KeyDeps): Promise<void> {
  if (!isTurnDue({ app })) return;
  const due = dueKeys(app.world(), app.now());
  const fresh = await Promise.all(due.map((alg) => makeKey(alg, newId("key"), sealer)));
  await app.submit(turnSigningKeys(fresh));
}

async function makeKey(alg: SigningKey["alg"], id: string, sealer: Sealer): Promise<NewKey> {
  // RFC 7518 section 3.3 asks for 2048 bits or more.
  const options = { extractable: true, ...(alg === "RS256" ? { modulusLength: 2048 } : {}) };
  const { privateKey } = await generateKeyPair(alg, options);
  const jwk = await exportJWK(privateKey);
  return { id, alg, kept: { sealed: sealer.seal(use, JSON.stringify(jwk), id) } };
}

/** The private parts of `keys`, ready to sign with. */
export async function openKeys(
  { app, sealer }: Pick<KeyDeps, "app" | "sealer">,
  keys: readonly SigningKey[],
): Promise<readonly JWK[]> {
  const rows = await app.side.get(keys.map(({ id }) => signingKeyKey(id)));
  return keys.map(({ alg, id }, index) => {
    const { sealed } = rows[index] as { readonly sealed: string };
    const opened = sealer.open(use, sealed, id);
    if (opened === undefined) {
      throw new Error(
        "A signing key in the database does not open: WARDKEY_PEPPER is not the one that it was sealed with.",
      );
    }
    const jwk = JSON.parse(opened) as JWK;
    return { ...jwk, kid: id, alg, use: "sig" };
  });
}
