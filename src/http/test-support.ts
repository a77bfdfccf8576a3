import { createHmac, randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { sha256 } from "../../tests/support/ports.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type App, activate, openApp, system } from "../app.ts";
import { directoryRow } from "../feeds/index.ts";
import { createMemoryStore, type MemoryStore } from "../memory/index.ts";
import { openSealer } from "../node/index.ts";
import type { Charts, Instant, Json, Log, SideWrite } from "../ports/index.ts";
import { issueBadge, setPin } from "../sessions/index.ts";
import type { AdtTrigger, Bodies, Kind } from "../world/index.ts";
import type { SeatState } from "./bedside-contract.ts";
import { occupantHeader } from "./bedside-contract.ts";
import type { HttpEvent, ServerDeps } from "./deps.ts";
import { createNonces, type Nonces } from "./nonces.ts";
import { createServer } from "./server.ts";

const hour = 3_600_000;

/** 19:00 UTC on 10 March 2026. */
const start: Instant = Date.parse("2026-03-10T19:00:00Z");

/** The origin that requests made by `inject` come to. */
export const origin = "http://localhost:8080";

/** A clock that only moves when it is told to. */
export interface TestClock {
  now(): Instant;
  monotonic(): number;
  pass(milliseconds: number): void;
}

/** A seat's browser: its key, and requests signed by it. */
export interface TestSeat {
  readonly key: CryptoKey;
  readonly jwk: JWK;
  readonly thumbprint: string;
}

/** A ward with its server, for tests. PINs are right when they are `pin-<person>`; badge numbers are the persons' ids. */
export interface TestWard {
  readonly app: App;
  readonly server: FastifyInstance;
  /** When it was opened: a shift began an hour before. */
  readonly begin: Instant;
  readonly clock: TestClock;
  readonly nonces: Nonces;
  readonly log: Log;
  readonly events: HttpEvent[];
  readonly charts: Map<string, { readonly [key: string]: Json }[]>;
  /** How often a PIN was compared, with or without a verifier. */
  readonly pinWork: string[];
  record<K extends Kind>(kind: K, body: Bodies[K], side?: readonly SideWrite[]): Promise<void>;
  adt(patient: string, trigger: AdtTrigger, ward?: string, bed?: string): Promise<void>;
  seat(id?: string): Promise<TestSeat>;
  /** A POST of a seat's screen; `occupant` is whom it shows. */
  post(seat: TestSeat, path: string, body: unknown, occupant?: string): Promise<Answer>;
  proof(seat: TestSeat, method: string, path: string, claims?: object): Promise<string>;
  /** Tap and PIN; answers the state. */
  signIn(seat: TestSeat, person: string): Promise<SeatState>;
  close(): Promise<void>;
}

/** An answer as tests look at it. */
export interface Answer {
  readonly status: number;
  /** The JSON of the answer, typed as loosely as fetch types it. */
  readonly body: Awaited<ReturnType<Response["json"]>>;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What of a ward is there before its server is. */
export type WardParts = Pick<TestWard, "app" | "log" | "clock">;

const keyedHash = (use: string, number: string) =>
  createHmac("sha256", "pepper").update(`${use} ${number}`).digest("base64url");

function testClock(begin: Instant): TestClock {
  let elapsed = 0;
  return {
    now: () => begin + elapsed,
    monotonic: () => elapsed,
    pass(milliseconds) {
      elapsed += milliseconds;
    },
  };
}

function testCharts(kept: Map<string, { readonly [key: string]: Json }[]>): Charts {
  return {
    read: async (patient, type, limit) =>
      (kept.get(patient) ?? []).filter(({ resourceType }) => resourceType === type).slice(0, limit),
    write: async (patient, resource) => {
      const there = kept.get(patient) ?? [];
      const named = JSON.stringify(resource["identifier"]);
      const isThere = there.some(({ identifier }) => JSON.stringify(identifier) === named);
      if (named === undefined || !isThere) kept.set(patient, [resource, ...there]);
      return "written";
    },
  };
}

/** Opens the ward at `begin`: 4B and 6A, nurses Amy and Ben on 4B, Zoe on 6A, Max on call for cardiology, Pia the privacy officer. */
export async function openWard(
  options: Partial<ServerDeps> | ((parts: WardParts) => Promise<Partial<ServerDeps>>) = {},
  begin: Instant = start,
  openStore: (clock: TestClock) => Pick<MemoryStore, "log" | "side"> = (clock) =>
    createMemoryStore({ clock }),
): Promise<TestWard> {
  const clock = testClock(begin);
  clock.pass(-24 * hour);
  const { log, side } = openStore(clock);
  const ids = {
    next: (prefix: string) => `${prefix}_${randomBytes(16).toString("base64url")}`,
    salts: (count: number) => randomBytes(16 * count),
  };
  const app = await openApp({ log, side, clock, ids, hasher: sha256, wait: async () => undefined });
  await activate(app, await shippedBundle(), system);
  const charts = new Map<string, { readonly [key: string]: Json }[]>();
  const events: HttpEvent[] = [];
  const pinWork: string[] = [];
  const nonces = createNonces(clock);
  const server = await createServer({
    app,
    log,
    clock,
    charts: testCharts(charts),
    pins: {
      hash: async (pin) => `argon ${pin}`,
      verify: async (verifier, pin) => {
        pinWork.push(verifier === undefined ? "dummy" : "known");
        return verifier === `argon ${pin}`;
      },
    },
    keyedHash,
    sealer: openSealer(randomBytes(32)),
    nonces,
    fetchStatusList: () => Promise.reject(new Error("Nobody's list can be had here.")),
    parked: { retry: async () => ({ type: "applied" }), dismiss: async () => undefined },
    newId: ids.next,
    origins: () => [origin, ...originsOf(server)],
    report: (event) => void events.push(event),
    ...(typeof options === "function" ? await options({ app, log, clock }) : options),
  });
  const ward = assemble({ app, server, begin, clock, nonces, log, events, charts, pinWork });
  await fill(ward);
  clock.pass(24 * hour);
  return ward;
}

/** Where the server listens, when it does. */
function originsOf(server: FastifyInstance): readonly string[] {
  const address = server.server.address();
  if (address === null || typeof address === "string") return [];
  return [`http://127.0.0.1:${address.port}`];
}

type Parts = Pick<
  TestWard,
  "app" | "server" | "begin" | "clock" | "nonces" | "log" | "events" | "charts" | "pinWork"
>;

function assemble(parts: Parts): TestWard {
  const { app, server, clock, nonces } = parts;
  let messages = 0;
  const ward: TestWard = {
    ...parts,
    async record(kind, body, side = []) {
      const handle = () => ({ records: [{ kind, body } as never], side, answer: undefined });
      await app.submit({ name: "test", actor: system, handle });
    },
    async adt(patient, trigger, to, bed) {
      const control = `c${++messages}`;
      const location =
        to === undefined ? {} : { location: { ward: to, ...(bed === undefined ? {} : { bed }) } };
      const event = {
        trigger,
        at: clock.now() - 60_000 + messages,
        control,
        class: "I",
        ...location,
      };
      await ward.record("adt.accepted", {
        feed: "adt",
        encounter: `enc_${patient}`,
        patient,
        event,
      });
    },
    async seat(id) {
      const { privateKey, publicKey } = await generateKeyPair("ES256");
      const jwk = await exportJWK(publicKey);
      const thumbprint = await calculateJwkThumbprint(jwk, "sha256");
      if (id !== undefined) {
        const key = `seat-key|${thumbprint}`;
        const side = [{ table: "credentials", key, value: id }] as const;
        await ward.record("seat.enrolled", { seat: id, key: thumbprint }, side);
      }
      return { key: privateKey, jwk, thumbprint };
    },
    proof: ({ key, jwk }, method, path, claims = {}) =>
      new SignJWT({
        htm: method,
        htu: `${origin}${path}`,
        iat: Math.floor(clock.now() / 1000),
        jti: randomBytes(16).toString("base64url"),
        nonce: nonces.current(),
        ...claims,
      })
        .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
        .sign(key),
    async post(seat, path, body, occupant) {
      const url = `/bedside/api/${path}`;
      const dpop = await ward.proof(seat, "POST", url);
      const named = occupant === undefined ? {} : { [occupantHeader]: occupant };
      return send(server, "POST", url, body, { dpop, ...named });
    },
    async signIn(seat, person) {
      const asked = await ward.post(seat, "tap", { badge: person });
      clock.pass(2_000);
      if (asked.body.state.type !== "pin") return asked.body.state;
      const { tap } = asked.body.state;
      const answer = await ward.post(seat, "pin", { tap, pin: `pin-${person}` });
      return answer.body.state;
    },
    async close() {
      await server.close();
      await app.stop();
    },
  };
  return ward;
}

/** Sends a request without a network. */
export async function send(
  server: FastifyInstance,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const isText = typeof body === "string";
  const response = await server.inject({
    method,
    url,
    headers: {
      host: "localhost:8080",
      ...(isText ? { "content-type": "application/json" } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const isJson = String(response.headers["content-type"]).includes("json");
  return {
    status: response.statusCode,
    body: isJson ? response.json() : undefined,
    text: response.body,
    headers: response.headers,
  };
}

async function fill(ward: TestWard): Promise<void> {
  await ward.record("site.registered", { site: "north", name: "North", zone: "Europe/London" });
  await places(ward);
  await staff(ward, "amy", "nurse", "4B", "Amy Adeyemi");
  await staff(ward, "ben", "nurse", "4B", "Ben Okafor");
  await staff(ward, "zoe", "nurse", "6A", "Zoe Lind");
  await staff(ward, "max", "doctor", "4B", "Max Weber");
  await staff(ward, "pia", "privacy-officer", undefined, "Pia Conti");
  await staff(ward, "ada", "administrator", undefined, "Ada Stone");
  await staff(ward, "off", "nurse", undefined, "Olu Off");
  await patient(ward, "kow", "KOWALSKI", "Anna", "4417220", "4B", "3");
  await patient(ward, "ngt", "Ng", "Thu", "100200", "4B", "4");
  await patient(ward, "ose", "Osei", "Kofi", "300400", "6A", "1");
  ward.charts.set("pat_kow", [
    { resourceType: "Condition", code: { text: "Heart failure" } },
    { resourceType: "DocumentReference", description: "Slept well", date: "2026-03-10" },
  ]);
}

async function places(ward: TestWard): Promise<void> {
  for (const id of ["4B", "6A"]) {
    const service = id === "4B" ? "cardiology" : "surgery";
    const name = id === "4B" ? "4B Cardiology" : "6A Surgery";
    const place = {
      ward: id,
      site: "north",
      name,
      type: "ward",
      pattern: "inpatient",
      service,
    } as const;
    await ward.record("ward.registered", place);
    for (const seat of [`${id}-1`, `${id}-2`]) {
      await ward.record("seat.registered", { seat, ward: id, name: seat });
    }
  }
  await ward.record("feed.registered", { feed: "adt", type: "adt" });
}

async function staff(
  ward: TestWard,
  person: string,
  role: string,
  on: string | undefined,
  display: string,
): Promise<void> {
  const engagement = `eng_${person}`;
  const to = ward.begin + 1_000 * hour;
  const initials = display
    .split(" ")
    .map((part) => part[0])
    .join("");
  const name = { type: "person", display, initials, role };
  const names = [{ table: "names", key: person, value: name }] as const;
  await ward.record("person.registered", { person }, names);
  const from = ward.begin - 24 * hour;
  await ward.record("engagement.started", { engagement, person, type: "employee", from, to });
  const held = { engagement, role, ward: on ?? "4B", from, to };
  await ward.record("role.assigned", { assignment: `rol_${person}`, ...held });
  if (on !== undefined) {
    const shift = { shift: `shf_${person}`, from: ward.begin - hour, to: ward.begin + 11 * hour };
    await ward.record("shift.rostered", { engagement, role, ward: on, ...shift });
  }
  const actor = system;
  await ward.app.submit(
    issueBadge({ person, number: keyedHash("badge", person), until: to, actor }),
  );
  await ward.app.submit(setPin({ person, verifier: `argon pin-${person}`, actor }));
}

async function patient(
  ward: TestWard,
  short: string,
  family: string,
  given: string,
  number: string,
  on: string,
  bed: string,
): Promise<void> {
  const id = `pat_${short}`;
  const value = { type: "patient", family, given, sex: "F", birthDate: "1958-03-12", number };
  const born = directoryRow(id, value);
  await ward.record("patient.registered", { patient: id }, [
    { table: "names", key: id, value },
    { table: "identifiers", key: `mrn|${number}`, value: id },
    ...(born === undefined ? [] : [born]),
  ]);
  await ward.adt(id, "A01", on, bed);
}
