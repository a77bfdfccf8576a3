import { readFileSync } from "node:fs";
import type { FastifyPluginAsync } from "fastify";
import {
  authenticateApiKeys,
  createSetSigner,
  createSignals,
  postSet,
  readTransmitters,
  type Signals,
  sharedSignals,
  signalReceiver,
  type Transmitter,
  TransmitterError,
  usualPace,
} from "../../http/index.ts";
import { machineClock, nodeIds } from "../../node/index.ts";
import type { Installation } from "../installation.ts";
import { SettingsError } from "../settings.ts";

/** Shared Signals of this node; `issuer` is the address by which receivers know it. */
export function openSignals(
  { app, store, sealer, keyedHash }: Installation,
  issuer: () => string,
): Signals {
  const ids = nodeIds();
  const newId = (prefix: string) => ids.next(prefix);
  return createSignals({
    app,
    log: store.log,
    clock: machineClock,
    signer: createSetSigner({ app, sealer, newId }),
    issuer,
    newId,
    // A data directory is one node's.
    exclusive: store.kind === "sqlite",
    authenticate: authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock }),
    post: postSet,
    pace: usualPace,
    onFault: (error) => console.error("Security events could not be sent on:", error),
  });
}

/**
 * The interfaces of Shared Signals: the transmitter, and the receiver where somebody is believed.
 *
 * @throws SettingsError
 */
export function signalInterfaces(
  { app, settings }: Pick<Installation, "app" | "settings">,
  signals: Signals,
): FastifyPluginAsync {
  const transmitters = believed(settings.transmitters);
  return async (server) => {
    await server.register(sharedSignals(signals));
    if (transmitters.length > 0) await server.register(signalReceiver({ app, transmitters }));
  };
}

function believed(path: string | undefined): readonly Transmitter[] {
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new SettingsError(`WARDKEY_TRANSMITTERS: ${path} cannot be read (${why}).`);
  }
  try {
    return readTransmitters(text);
  } catch (error) {
    if (!(error instanceof TransmitterError)) throw error;
    throw new SettingsError(`WARDKEY_TRANSMITTERS: ${path}: ${error.message}.`);
  }
}
