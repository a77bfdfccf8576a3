import { setTimeout } from "node:timers/promises";
import type { FastifyPluginAsync } from "fastify";
import {
  authenticateApiKeys,
  authenticateApplications,
  certificateReader,
  createAdmission,
  createSetSigner,
  createSetVerifier,
  createSignals,
  openidIssuer,
  pollTransmitter,
  postPoll,
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
import type { Duration } from "../../ports/index.ts";
import type { Installation } from "../installation.ts";
import { readSettingFile } from "./read-setting-file.ts";

/** Shared Signals of this node: what it tells, and what it hears. */
export interface OpenSignals {
  readonly interfaces: FastifyPluginAsync;
  /** Begins to follow the log, and to fetch what is to be fetched; the address by which we are known must be known by then. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Opens the transmitter, and the receiver where somebody is believed; `issuer` is the address by which receivers know us.
 *
 * @throws SettingsError
 */
export function openSignals(installation: Installation, issuer: () => string): OpenSignals {
  const { app, settings } = installation;
  const transmitters = believed(settings.transmitters);
  const verify = createSetVerifier(transmitters);
  const signals = openTransmitter(installation, issuer);
  let polling: readonly { stop(): Promise<void> }[] = [];
  return {
    interfaces: async (server) => {
      await server.register(sharedSignals(signals));
      if (transmitters.length > 0) await server.register(signalReceiver({ app, verify }));
    },
    start() {
      signals.start();
      const deps = { app, clock: machineClock, verify, post: postPoll, wait: waitUnless };
      const onFault = (error: unknown) =>
        console.error("Security events cannot be fetched:", error);
      polling = transmitters
        .filter(({ poll }) => poll !== undefined)
        .map((transmitter) => pollTransmitter({ ...deps, onFault }, transmitter));
    },
    async stop() {
      await Promise.all([signals.stop(), ...polling.map((one) => one.stop())]);
    },
  };
}

/** Waits, unless it is time to stop. */
async function waitUnless(duration: Duration, signal: AbortSignal): Promise<void> {
  await setTimeout(duration, undefined, { signal }).catch(() => undefined);
}

function openTransmitter(
  { app, store, sealer, keyedHash, settings }: Installation,
  issuer: () => string,
): Signals {
  const ids = nodeIds();
  const newId = (prefix: string) => ids.next(prefix);
  const byApiKey = authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock });
  const byToken = authenticateApplications({
    side: app.side,
    now: app.now,
    origin: issuer,
    world: app.world,
    certificate: certificateReader(settings.proxies),
  });
  return createSignals({
    app,
    log: store.log,
    clock: machineClock,
    signer: createSetSigner({ app, sealer, newId }),
    issuer,
    authorizationServer: () => openidIssuer(issuer()),
    newId,
    // A data directory is one node's.
    exclusive: store.kind === "sqlite",
    authenticate: async (authorization, request) =>
      (await byApiKey(authorization)) ?? (await byToken(authorization, request)),
    admit: createAdmission({ app, proxies: settings.proxies }),
    post: postSet,
    pace: usualPace,
    onFault: (error) => console.error("Security events could not be sent on:", error),
  });
}

function believed(path: string | undefined): readonly Transmitter[] {
  if (path === undefined) return [];
  return readSettingFile("WARDKEY_TRANSMITTERS", path, readTransmitters, TransmitterError);
}
