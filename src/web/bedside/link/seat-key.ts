import type { PublicJwk, SeatKey } from "./proof.ts";

const store = "keys";
const name = "seat";

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(factory: IDBFactory, database: string): Promise<IDBDatabase> {
  const request = factory.open(database, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return settled(request);
}

/** A key pair whose private half the browser itself will not give out. */
export function generateKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ]);
}

/** The key as proofs use it. */
export async function asSeatKey(pair: CryptoKeyPair): Promise<SeatKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const jwk: PublicJwk = { kty: kty ?? "", crv: crv ?? "", x: x ?? "", y: y ?? "" };
  return { privateKey: pair.privateKey, jwk };
}

/** This browser profile's key, if it has one: a page that is no seat's makes none. */
export async function findSeatKey(
  factory: IDBFactory,
  where: "wardkey-seat" | "wardkey-phone" = "wardkey-seat",
): Promise<SeatKey | undefined> {
  const database = await open(factory, where);
  try {
    const kept: CryptoKeyPair | undefined = await settled(
      database.transaction(store).objectStore(store).get(name),
    );
    return kept === undefined ? undefined : await asSeatKey(kept);
  } finally {
    database.close();
  }
}

/**
 * This browser profile's key (S0), made on its first visit and kept in IndexedDB. Of two windows that
 * start together, both end with the pair that was stored first.
 */
export async function loadSeatKey(
  factory: IDBFactory,
  kept: "wardkey-seat" | "wardkey-phone" = "wardkey-seat",
): Promise<SeatKey> {
  const database = await open(factory, kept);
  try {
    const read = (): Promise<CryptoKeyPair | undefined> =>
      settled(database.transaction(store).objectStore(store).get(name));
    const known = await read();
    if (known !== undefined) return await asSeatKey(known);
    const made = await generateKeyPair();
    const adding = database.transaction(store, "readwrite").objectStore(store).add(made, name);
    await settled(adding).catch(() => undefined);
    return await asSeatKey((await read()) ?? made);
  } finally {
    database.close();
  }
}
