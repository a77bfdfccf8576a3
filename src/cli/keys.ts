import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatVerifierKey, type NoteKey, noteKey, parseVerifierKey } from "../audit/index.ts";
import {
  nodeHasher,
  openKeyedHash,
  openSigner,
  readPepper,
  type Store,
  StoreError,
} from "../node/index.ts";
import type { Signer } from "../ports/index.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** The two secrets of an installation, proven to be those of its log. */
export interface Keys {
  readonly pepper: Uint8Array;
  /** Signs the checkpoints. */
  readonly signer: Signer;
  /** Whether the log had another pepper before this start: what was sealed under that one does not open. */
  readonly pepperReplaced: boolean;
}

/** What the store remembers of the log's keys; no secret follows from it. */
interface LogKeys {
  /** HMAC of a constant under the pepper: says whether a pepper is the same, and nothing else about it. */
  readonly pepper: string;
  /** The verifier keys (C2SP signed-note) of the keys that have signed the log; the last one signs it now. */
  readonly log: readonly [string, ...string[]];
}

/** One row, so that of several first nodes one claims both. */
const row = "keys";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * This node's pepper and log key, once they are known to be the log's. The first node to open a store claims it with its own,
 * atomically; secrets are made only where the log has no record yet.
 *
 * @param options.replace the log's are lost: from now on this node's count, made where it has none
 * @throws SettingsError for a node without them or with others than the log's; CryptoError; StoreError
 */
export async function openKeys(
  settings: Settings,
  environment: Environment,
  { replace, store }: { readonly replace: boolean; readonly store: Pick<Store, "log" | "meta"> },
): Promise<Keys> {
  const known = await readLogKeys(store);
  const mayMake = replace || (known === undefined && (await store.log.head()).next === 0);
  const pepper = findPepper(settings, environment, mayMake);
  const signer = findSigner(settings, mayMake);
  if (signer === undefined) throw withoutLogKey(settings);
  const own = logKeysOf(pepper, signer);
  const claimed = known ?? readRow(await store.meta.claim(row, JSON.stringify(own)));
  refuseOtherOrigin(claimed, settings);
  const pepperReplaced = claimed.pepper !== own.pepper;
  const keyReplaced = claimed.log.at(-1) !== own.log[0];
  if (!pepperReplaced && !keyReplaced) return { pepper, signer, pepperReplaced };
  if (!replace) {
    throw pepperReplaced ? otherPepper(settings, environment) : otherLogKey(settings, claimed, own);
  }
  const log = keyReplaced ? [...claimed.log, ...own.log] : claimed.log;
  await store.meta.put(row, JSON.stringify({ pepper: own.pepper, log }));
  return { pepper, signer, pepperReplaced };
}

/** The keys that may have signed a log, as far as this machine knows them. */
export interface VerifierKeys {
  /** Those that the store names, in the order in which they signed; the last one signs now. */
  readonly recorded: readonly NoteKey[];
  /** The public part of the key that this node signs with; undefined where there is none. */
  readonly own: NoteKey | undefined;
}

/** Reads them; makes nothing. */
export async function readVerifierKeys(
  settings: Settings,
  store: Pick<Store, "meta">,
): Promise<VerifierKeys> {
  const signer = findSigner(settings, false);
  const known = await readLogKeys(store);
  return {
    recorded: known?.log.map((text) => parseVerifierKey(nodeHasher, text)) ?? [],
    own: signer && noteKey(nodeHasher, signer.name, signer.publicKey),
  };
}

function logKeysOf(pepper: Uint8Array, signer: Signer): LogKeys {
  const key = noteKey(nodeHasher, signer.name, signer.publicKey);
  return {
    pepper: openKeyedHash({ pepper })("check", "wardkey pepper 1"),
    log: [formatVerifierKey(key)],
  };
}

async function readLogKeys({ meta }: Pick<Store, "meta">): Promise<LogKeys | undefined> {
  const text = await meta.get(row);
  return text === undefined ? undefined : readRow(text);
}

function readRow(text: string): LogKeys {
  try {
    const read = JSON.parse(text) as LogKeys;
    for (const key of read.log) parseVerifierKey(nodeHasher, key);
    if (typeof read.pepper === "string" && read.log.length > 0) return read;
  } catch {
    // Told below, whatever it is.
  }
  throw new StoreError(
    "corrupt",
    'The row "keys" in the table meta cannot be read. Restore it from a backup of the database.',
  );
}

const pepperFile = ({ data }: Settings) => join(data, "pepper");
const keyFile = ({ data, logKey }: Settings) => logKey ?? join(data, "log-key.pem");

/**
 * This node's pepper, where it has one; none is made.
 *
 * @throws SettingsError
 */
export function findPepper(
  settings: Settings,
  environment: Environment,
  mayMake = false,
): Uint8Array {
  const configured = environment["WARDKEY_PEPPER"];
  if (configured !== undefined) {
    const pepper = Buffer.from(configured, "base64url");
    if (pepper.length >= 32) return pepper;
    throw new SettingsError(
      "WARDKEY_PEPPER is too short. Use 32 random bytes or more, as base64url.",
    );
  }
  const path = pepperFile(settings);
  if (mayMake || existsSync(path)) return readPepper(path);
  throw new SettingsError(
    `WARDKEY_PEPPER: this log has a pepper, and this node has none. Set it to that of the other nodes, or copy the file pepper of their data directory to ${path}. ${lostPepper}`,
  );
}

/** The signing key; undefined where there is none and none may be made. One that is named is never made. */
function findSigner(settings: Settings, mayMake: boolean): Signer | undefined {
  const path = keyFile(settings);
  if (!existsSync(path)) {
    if (settings.logKey !== undefined) {
      throw new SettingsError(`WARDKEY_LOG_KEY: there is no file ${path}.`);
    }
    if (!mayMake) return undefined;
  }
  return openSigner({ name: settings.origin, path });
}

const lostPepper =
  "If it is lost, start one node with --new-keys: every badge, PIN and API key has to be given out anew.";
const lostKey = "If it is lost, start one node with --new-keys: the log goes on under a new key.";

function withoutLogKey(settings: Settings): SettingsError {
  return new SettingsError(
    `WARDKEY_LOG_KEY: this log is signed with a key, and this node has none. Name that of the other nodes, or copy log-key.pem of their data directory to ${keyFile(settings)}. ${lostKey}`,
  );
}

function refuseOtherOrigin({ log }: LogKeys, { origin }: Settings): void {
  const { name } = parseVerifierKey(nodeHasher, log.at(-1) ?? log[0]);
  if (name === origin) return;
  throw new SettingsError(
    `WARDKEY_ORIGIN: this log is signed under the name ${name}, and this node would sign it as ${origin}. Set WARDKEY_ORIGIN=${name}.`,
  );
}

function otherPepper(settings: Settings, environment: Environment): SettingsError {
  const configured = environment["WARDKEY_PEPPER"] !== undefined;
  const where = configured ? "" : ` (the file ${pepperFile(settings)})`;
  return new SettingsError(
    `WARDKEY_PEPPER: this node's pepper${where} is not the one of this log, so that no PIN could be checked. Set it to that of the other nodes. ${lostPepper}`,
  );
}

function otherLogKey(settings: Settings, logs: LogKeys, own: LogKeys): SettingsError {
  return new SettingsError(
    `WARDKEY_LOG_KEY: this log is signed by the key ${logs.log.at(-1)}, and this node's (the file ${keyFile(settings)}) is ${own.log[0]}. Name that of the other nodes, or copy log-key.pem of their data directory there. ${lostKey}`,
  );
}
