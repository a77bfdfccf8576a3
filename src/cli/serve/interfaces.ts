import {
  type Applications,
  createNonces,
  createServer,
  type Demonstration,
  fetchStatusList,
  makeIssuingKey,
  operator,
  releaseBrake,
  turnIssuingKey,
} from "../../http/index.ts";
import { releaseRegistrations } from "../../lifecycle/index.ts";
import {
  listenMllp,
  type MllpClosed,
  type MllpListener,
  machineClock,
  nodeIds,
} from "../../node/index.ts";
import type { Charts } from "../../ports/index.ts";
import { registerApplication, retireApplication } from "../../sessions/index.ts";
import type { Actor } from "../../world/index.ts";
import { importFile } from "../import/import-file.ts";
import { importKinds, isImportKind } from "../import/import-order.ts";
import type { Installation } from "../installation.ts";
import { keptReports } from "../kept-reports.ts";
import { inUrl } from "../loopback.ts";
import { createReceipts } from "../receipts.ts";
import { type Settings, SettingsError } from "../settings.ts";
import { type AdtFeeds, createAdtFeeds } from "./adt-feeds.ts";
import { authzenInterface, devicesInterface, grantsInterface } from "./authzen.ts";
import { candidatesOf } from "./candidates.ts";
import { openDatabases } from "./databases.ts";
import { moveOrShow } from "./move-or-show.ts";
import { openNotices } from "./notices.ts";
import { parkedMessages } from "./parked-messages.ts";
import { openRegisters } from "./registers.ts";
import { reportFaults } from "./report.ts";
import { scimInterface } from "./scim.ts";
import { writeServerFile } from "./server-file.ts";
import { openSignals } from "./signals.ts";

/** The open doors of a running server. */
export interface Interfaces {
  readonly port: number;
  readonly mllpPort: number;
  close(): Promise<void>;
}

/** What the demonstration adds to the server. */
export interface ServerExtras {
  readonly charts: Charts;
  readonly demo: Demonstration;
}

/** Without a chart store connected, charts have no content; everything else works. */
const noCharts: Charts = {
  read: async () => [],
  write: async () => {
    throw Object.assign(new Error("No chart store is connected, so nothing can be written."), {
      code: "charts-unreachable",
    });
  },
};

/** Opens HTTP and MLLP, on the host that the settings name and no other. */
export async function openInterfaces(
  installation: Installation,
  webRoot: string,
  extras?: ServerExtras,
): Promise<Interfaces> {
  const { app, keyedHash, offline, pins, sealer, seats, settings, store } = installation;
  const feeds = createAdtFeeds({
    app,
    settings,
    hash: (text) => keyedHash("message", text),
    onFault: (error) => console.error("A message could not be taken in:", error),
  });
  const ids = nodeIds();
  const origins: string[] = [];
  const token = ids.next("op");
  const besides = openBesides(installation, () => origins[0] ?? "");
  const { databases, notices, signals } = besides;
  const server = await createServer({
    app,
    seats,
    ...(offline === undefined ? {} : { downtime: offline.downtime }),
    log: store.log,
    clock: machineClock,
    compared: installation.shadow.counts,
    charts: extras?.charts ?? noCharts,
    pins,
    keyedHash,
    sealer,
    nonces: createNonces(machineClock),
    parked: parkedMessages(app, feeds),
    fetchStatusList,
    receipts: createReceipts(store).soonest,
    newId: (prefix) => ids.next(prefix),
    origins: () => origins,
    report: reportFaults,
    webRoot,
    ...(extras === undefined ? {} : { demo: extras.demo }),
    authzen: authzenInterface(installation, () => origins[0] ?? ""),
    devices: devicesInterface(installation),
    grants: grantsInterface(installation, (prefix) => ids.next(prefix)),
    proxies: settings.proxies,
    environment: settings.environment,
    keyNetworks: settings.keyNetworks,
    signals: signals.interfaces,
    scim: scimInterface(installation, () => origins[0] ?? ""),
    databases: databases.interfaces,
    told: notices.told,
    reports: keptReports(settings.data),
    operator: operatorInterface(installation, token),
  });
  const mllp = await openMllp(settings, feeds);
  const followers = Object.values(besides);
  const close = async () => {
    await mllp.close();
    // First: they let go of polls that are held, which the server would wait for.
    await Promise.all(followers.map((each) => each.stop()));
    await server.close();
  };
  const port = await listen(server, settings, close);
  origins.push(...(settings.url === undefined ? originsOf(settings.host, port) : [settings.url]));
  for (const each of followers) each.start();
  const forget = writeServerFile(settings.data, { url: originOf(settings.host, port), token });
  return {
    port,
    mllpPort: mllp.port,
    async close() {
      forget();
      await close();
    },
  };
}

/** What goes on beside the answering of requests, once the server has its address. */
function openBesides(installation: Installation, origin: () => string) {
  return {
    signals: openSignals(installation, origin),
    notices: openNotices(installation, origin),
    registers: openRegisters(installation),
    databases: openDatabases(installation, origin),
  };
}

/** Answers the port. Nothing stays half open: a server that cannot have both ports has none. */
async function listen(
  server: Awaited<ReturnType<typeof createServer>>,
  settings: Settings,
  close: () => Promise<void>,
): Promise<number> {
  try {
    await server.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await close();
    throw cannotListen(error, { ...settings, setting: "PORT" });
  }
  const address = server.server.address();
  return typeof address === "object" && address !== null ? address.port : settings.port;
}

/** Why a connection for HL7 messages was closed, for the operator. */
const closed: Readonly<Record<MllpClosed, string>> = {
  idle: "nothing came over it for a long time",
  "slow-message": "a message had begun and did not end",
  "slow-answer": "its sender did not take the acknowledgement",
  garbage: "what came over it is no MLLP",
  fault: "a message could not be stored, and was not acknowledged",
};

async function openMllp(settings: Settings, feeds: AdtFeeds): Promise<MllpListener> {
  const { mllpPort: port } = settings;
  const host = settings.host === "localhost" ? "127.0.0.1" : settings.host;
  try {
    return await listenMllp({
      host,
      port,
      receive: async (message) =>
        (await (await feeds.of(message)).receive(message)).acknowledgement,
      receiveOversize: async (head, limit) =>
        (await (await feeds.of(head)).receiveOversize(head, limit)).acknowledgement,
      keepUnframed: async (head) => (await feeds.of(head)).keepUnframed(head),
      onClosed: (why) => console.error(`A connection for HL7 messages was closed: ${closed[why]}.`),
    });
  } catch (error) {
    throw cannotListen(error, { host, port, setting: "WARDKEY_MLLP_PORT" });
  }
}

/** The operating system's word for an address that cannot be listened at, in ours; anything else is a fault, and stays. */
function cannotListen(
  error: unknown,
  { host, port, setting }: { host: string; port: number; setting: string },
): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const { code } = error;
  if (code === "EADDRINUSE" || code === "address-in-use") {
    return new SettingsError(
      `Port ${port} on ${host} is taken by another program. Stop it, or choose another port with ${setting}.`,
    );
  }
  if (!["EADDRNOTAVAIL", "ENOTFOUND", "EACCES", "bad-address"].includes(`${code}`)) return error;
  return new SettingsError(`HOST=${host}, ${setting}=${port}: this machine cannot listen there.`);
}

function operatorInterface(installation: Installation, token: string): ReturnType<typeof operator> {
  const { app, sealer } = installation;
  const ids = nodeIds();
  return operator({
    token,
    applications: applicationsOf(installation),
    candidates: candidatesOf(installation.app),
    releaseBrake: (request) =>
      installation.app.submit(releaseBrake({ ...request, actor: terminal })),
    releaseRegistrations: (request) =>
      installation.app.submit(releaseRegistrations(request, terminal)),
    turnPassportKey: async (turn) => {
      const made = await makeIssuingKey({ sealer, newId: (prefix) => ids.next(prefix) });
      return app.submit(turnIssuingKey(made, turn, terminal));
    },
    move: (order) => moveOrShow(installation.app, order, terminal),
    workloads: { app: installation.app, actor: terminal, keyedHash: installation.keyedHash },
    onFault: (error) => console.error("A file could not be taken in:", error),
    importFile: async ({ kind, ...order }, onProgress) => {
      if (isImportKind(kind)) return importFile(installation, { ...order, kind }, onProgress);
      throw Object.assign(new Error(`Only ${importKinds.join(", ")} can be imported.`), {
        code: "bad-file",
      });
    },
  });
}

/** Whoever may read the data directory is its administrator. */
const terminal: Actor = { type: "system", id: "terminal" };

function applicationsOf({ app }: Installation): Applications {
  return {
    list: () => [...app.world().applications.values()],
    register: (form) => app.submit(registerApplication(form, terminal)),
    retire: (application) => app.submit(retireApplication(application, terminal)),
  };
}

/** The address by which commands on this machine reach us: a server that listens on all addresses answers on loopback. */
function originOf(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${inUrl(name)}:${port}`;
}

/** The addresses by which browsers reach us: loopback has two names. */
function originsOf(host: string, port: number): readonly string[] {
  const names = ["127.0.0.1", "localhost"].includes(host) ? ["localhost", "127.0.0.1"] : [host];
  return names.map((name) => `http://${inUrl(name)}:${port}`);
}
