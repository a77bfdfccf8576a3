import { createLocalJWKSet, decodeProtectedHeader, type JWTPayload, jwtVerify } from "jose";
import { openSealer } from "../../node/index.ts";
import type { Post } from "../follower/index.ts";
import { authenticateApplications } from "../oidc/index.ts";
import {
  type Answer,
  openWard,
  origin,
  send,
  type TestWard,
  type WardParts,
} from "../test-support.ts";
import { sharedSignals } from "./plugin.ts";
import { createSetSigner } from "./sign-set.ts";
import { createSignals, type Signals } from "./signals.ts";
import type { Pace, SignalsDeps } from "./types.ts";

/** What a test receiver was sent. */
export interface Received {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A ward that transmits: its receivers are workloads whose API key is their id. */
export interface TestTransmitter {
  readonly ward: TestWard;
  readonly signals: Signals;
  /** What was pushed, in order; what the receivers answer is `answer`'s to say. */
  readonly pushed: Received[];
  answer: (received: Received) => { readonly status: number; readonly body?: unknown } | "silent";
  readonly faults: unknown[];
  call(method: Method, path: string, body?: unknown, key?: string): Promise<Answer>;
  /** Checks a SET as a receiver does, with the keys that are published. */
  read(jwt: string): Promise<{ readonly header: object; readonly claims: JWTPayload }>;
  close(): Promise<void>;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const sealer = openSealer(new Uint8Array(32));

/** The pace of tests: looks often, so that nobody waits for it. */
export const quick: Pace = {
  look: 20,
  firstWait: 1_000,
  longestWait: 4_000,
  patience: 10_000,
  longPoll: 300,
};

/** The receivers: their scopes by id. */
const receivers = {
  wrk_manager_0123456789: ["ssf.manage", "ssf.read"],
  wrk_other_0123456789ab: ["ssf.manage"],
  wrk_reader_0123456789a: ["ssf.read"],
  wrk_mailer_0123456789a: ["ssf.manage", "ssf.email"],
  wrk_none_0123456789abc: ["decision.ask"],
};

/** The receiver that calls where a test names none. */
export const manager = "wrk_manager_0123456789";

/** Opens a ward with a transmitter; the signals follow at once. */
export async function openTransmitter(
  pace: Partial<Pace> = {},
  now?: number,
): Promise<TestTransmitter> {
  const pushed: Received[] = [];
  const faults: unknown[] = [];
  const post: Post = async (endpoint, headers, body) => {
    const received = { endpoint, headers, body };
    pushed.push(received);
    const answer = transmitter.answer(received);
    if (answer === "silent") throw new Error("nobody answers");
    return { status: answer.status, body: JSON.stringify(answer.body ?? null) };
  };
  const parts = {
    post,
    pace: { ...quick, ...pace },
    onFault: (error: unknown) => faults.push(error),
  };
  let signals: Signals | undefined;
  const ward = await openWard(async (of) => {
    signals = createSignals({ ...depsOf(of), ...parts });
    return { signals: sharedSignals(signals), sealer };
  }, now);
  if (signals === undefined) throw new Error("not opened");
  const opened = signals;
  await registerReceivers(ward);
  opened.start();
  const transmitter: TestTransmitter = {
    ward,
    signals: opened,
    pushed,
    answer: () => ({ status: 202 }),
    faults,
    call: (method, path, body, of = manager) =>
      send(ward.server, method, path, body, { authorization: `Bearer ${of}` }),
    read: (jwt) => readSet(ward, jwt),
    async close() {
      await opened.stop();
      await ward.close();
    },
  };
  return transmitter;
}

/** What signals of a ward's log work with, but for how they are sent. */
export function depsOf({
  app,
  log,
  clock,
}: WardParts): Omit<SignalsDeps, "arrived" | "post" | "pace" | "onFault"> {
  let ids = 0;
  const byToken = authenticateApplications({ side: app.side, now: app.now, origin: () => origin });
  const newId = (prefix: string) => `${prefix}_${String(++ids).padStart(22, "0")}`;
  return {
    app,
    log,
    clock,
    signer: createSetSigner({ app, sealer, newId }),
    issuer: () => origin,
    authorizationServer: () => `${origin}/oidc`,
    newId,
    exclusive: false,
    authenticate: async (authorization) => {
      const id = authorization?.slice("Bearer ".length) ?? "";
      return id in receivers ? { id } : byToken(authorization);
    },
  };
}

async function registerReceivers(ward: TestWard): Promise<void> {
  for (const [workload, scopes] of Object.entries(receivers)) {
    const until = ward.clock.now() + 1e12;
    const body = { workload, name: "A receiver", purpose: "signals", until, scopes };
    await ward.record("workload.registered", body);
  }
}

async function readSet(
  ward: TestWard,
  jwt: string,
): Promise<{ readonly header: object; readonly claims: JWTPayload }> {
  const { body } = await send(ward.server, "GET", "/ssf/jwks.json", undefined);
  const verified = await jwtVerify(jwt, createLocalJWKSet(body), {
    algorithms: ["RS256"],
    issuer: origin,
    typ: "secevent+jwt",
  });
  return { header: decodeProtectedHeader(jwt), claims: verified.payload };
}
