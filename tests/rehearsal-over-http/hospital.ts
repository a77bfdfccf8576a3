import type { FastifyInstance } from "fastify";
import {
  authenticateApiKeys,
  authzen,
  createNonces,
  createServer,
  hospitalPolicy,
  hospitalSearch,
  type Nonces,
} from "../../src/http/index.ts";
import { openSealer } from "../../src/node/index.ts";
import type { Charts, Json } from "../../src/ports/index.ts";
import type { Stage } from "../../src/rehearsal/index.ts";
import { enrolSeat, enrolSensor, listNetworks, phoneKey } from "../../src/sessions/index.ts";
import type { Command } from "../../src/world/index.ts";
import { createWire, type Keyed, origin, type Wire } from "./browsers.ts";

const actor = { type: "system", id: "test" } as const;

/** The key of the workload that asks for what no screen has a place for. */
export const apiKey = "wardkey-test-0123456789abcdef";

/** The hospital's own addresses, and one that is not. */
export const inside = "10.1.2.3";
export const outside = "203.0.113.9";

/** The server of a scenario's hospital, and the browsers and devices in it. */
export interface Served {
  readonly server: FastifyInstance;
  readonly wire: Wire;
  readonly seats: ReadonlyMap<string, Keyed>;
  readonly sensors: ReadonlyMap<string, Keyed>;
  readonly phones: ReadonlyMap<string, Keyed>;
}

/** Serves a hospital: its seats, sensors and phones get keys, its site addresses, and a workload a key to ask with. */
export async function serve(stage: Stage): Promise<Served> {
  const nonces = createNonces(stage.clock);
  const server = await serverOf(stage, nonces);
  const wire = createWire(server, stage.clock, nonces);
  const { app, deps, scenario } = stage;
  const { seats, devices } = scenario.given;
  const [site] = [...app.world().sites.values()].map(({ id }) => id);
  if (site !== undefined && devices.length > 0) {
    await app.submit(listNetworks({ site, networks: ["10.0.0.0/8"], actor }));
  }
  const keys = { seats: new Map<string, Keyed>(), sensors: new Map<string, Keyed>() };
  for (const { id: seat } of seats) {
    const [screen, sensor] = [await wire.key(), await wire.key()];
    keys.seats.set(seat, screen);
    keys.sensors.set(seat, sensor);
    await app.submit(enrolSeat({ key: screen.thumbprint, seats: [seat], actor }));
    await app.submit(enrolSensor(deps, { seat, key: sensor.thumbprint, actor }));
  }
  const phones = new Map<string, Keyed>();
  for (const { id: device } of devices) {
    const key = await wire.key();
    phones.set(device, key);
    await app.submit(giveKey(device, key.thumbprint));
  }
  await app.submit(registerWorkload(stage));
  return { server, wire, phones, ...keys };
}

async function serverOf(
  { app, clock, elsewhere, log }: Stage,
  nonces: Nonces,
): Promise<FastifyInstance> {
  let ids = 0;
  const newId = (prefix: string) => `${prefix}_9${String(++ids).padStart(21, "0")}`;
  return createServer({
    app: elsewhere,
    seats: app,
    log,
    clock,
    nonces,
    charts: emptyCharts(),
    // What the rehearsal gives everybody as their PIN's verifier is the PIN.
    pins: { hash: async (pin) => pin, verify: async (verifier, pin) => verifier === pin },
    keyedHash: (_use, number) => number,
    sealer: openSealer(new Uint8Array(32)),
    fetchStatusList: () => Promise.reject(new Error("Nobody's list can be had here.")),
    parked: { retry: async () => ({ type: "applied" }), dismiss: async () => undefined },
    newId,
    origins: () => [origin],
    report: ({ fault }) => {
      if (fault !== undefined) throw fault;
    },
    authzen: authzen({
      baseUrl: () => origin,
      authenticate: authenticateApiKeys({ side: app.side, keyedHash: (_use, key) => key, clock }),
      evaluate: hospitalPolicy({ app }),
      search: hospitalSearch({ app }),
    }),
  });
}

function emptyCharts(): Charts {
  const kept = new Map<string, { readonly [key: string]: Json }[]>();
  return {
    read: async (patient, type, limit) =>
      (kept.get(patient) ?? []).filter(({ resourceType }) => resourceType === type).slice(0, limit),
    write: async (patient, resource) => {
      kept.set(patient, [resource, ...(kept.get(patient) ?? [])]);
      return "written";
    },
  };
}

/** A device of the scenario is a browser with a key. */
function giveKey(device: string, key: string): Command<void> {
  return {
    name: "test.give-key",
    actor,
    handle: ({ world }) => {
      const known = world.devices.get(device);
      if (known === undefined) return { records: [], answer: undefined };
      const { person, managed, encrypted } = known;
      const whose = person === undefined ? {} : { person };
      const body = { device, ...whose, key, managed, encrypted };
      const side = [{ ...phoneKey(key), value: device }];
      return { records: [{ kind: "device.registered", body }], side, answer: undefined };
    },
  };
}

function registerWorkload({ clock }: Stage): Command<void> {
  const body = {
    workload: "rehearsed-application",
    name: "Test",
    purpose: "asks for what no screen has a place for",
    until: clock.now() + 1_000 * 24 * 3_600_000,
    scopes: ["decision.ask"],
  };
  const side = [
    { table: "credentials", key: `api-key|${apiKey}`, value: "rehearsed-application" },
  ] as const;
  return {
    name: "test.register-workload",
    actor,
    handle: () => ({
      records: [{ kind: "workload.registered", body } as never],
      side,
      answer: undefined,
    }),
  };
}
