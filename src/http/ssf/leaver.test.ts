import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endEngagement } from "../../lifecycle/index.ts";
import {
  addApplication,
  codeAt,
  postAs,
  redeem,
  type TestApplication,
} from "../oidc/test-support.ts";
import type { TestSeat } from "../test-support.ts";
import { openTransmitter, type TestTransmitter } from "./test-support.ts";

const hour = 3_600_000;
const revoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
const logout = "http://schemas.openid.net/event/backchannel-logout";

let transmitter: TestTransmitter;
let seat: TestSeat;
let app: TestApplication;
let stream: string;
/** The application's address for back-channel logout, and what came there. */
let listener: Server;
let heard: string[];
beforeEach(async () => {
  heard = [];
  listener = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      heard.push(new URLSearchParams(body).get("logout_token") ?? "");
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  // The provider reads the machine's clock.
  transmitter = await openTransmitter({ look: hour }, Date.now());
  const { ward } = transmitter;
  seat = await ward.seat("4B-1");
  app = await addApplication(ward, "charts", { logoutUri: `http://127.0.0.1:${port}/logout` });
  stream = (await transmitter.call("POST", "/ssf/streams", {})).body.stream_id;
});
afterEach(async () => {
  await transmitter.close();
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
});

const end = (engagement: string) => {
  const { app: wardkey } = transmitter.ward;
  const actor = { type: "person", id: "ada" } as const;
  return wardkey.submit(endEngagement(wardkey, { engagement, reason: "left", actor }));
};

/** Amy signs in at the seat, and to the application. */
async function signIn() {
  const { ward } = transmitter;
  await ward.signIn(seat, "amy");
  const answer = await redeem(ward, app, await codeAt(ward, seat, app));
  expect(answer.status, answer.text).toBe(200);
  const [session] = [...ward.app.world().sessions.values()].filter(
    ({ person }) => person === "amy",
  );
  return {
    ...answer.body,
    session: session?.id ?? "",
    sid: decodeJwt(answer.body.id_token)["sid"],
  };
}

/** Whose sessions the receiver of events was told to be over, in order. */
async function told(): Promise<readonly unknown[]> {
  await transmitter.signals.settled();
  const { body } = await transmitter.call("POST", `/ssf/streams/${stream}/poll`, {
    returnImmediately: true,
  });
  const sets = Object.values(body.sets as Record<string, string>).map((jwt) => decodeJwt(jwt));
  const subjects = sets.filter(({ events }) => Object.hasOwn(events as object, revoked));
  return subjects.map(({ sub_id: subject }) => {
    const { session, sub } = subject as { session?: { id: string }; sub?: string };
    return session?.id ?? sub;
  });
}

async function loggedOut(): Promise<void> {
  const { world } = transmitter.ward.app;
  await expect
    .poll(() => [heard.length, world().logouts.size], { timeout: 10_000 })
    .toEqual([1, 0]);
}

const isActive = async (token: string) =>
  (await postAs(transmitter.ward, app, "/oidc/introspect", { token })).body.active;

test("[L3] [SS8] with the engagement the application hears of the sign-out, and the receiver of the session and of the person", async () => {
  const { access_token: token, session, sid } = await signIn();
  expect(await isActive(token)).toBe(true);
  await end("eng_amy");
  expect(await isActive(token)).toBe(false);
  await loggedOut();
  expect(decodeJwt(heard[0] as string)).toMatchObject({
    aud: "charts",
    sub: "amy",
    sid,
    events: { [logout]: {} },
  });
  expect(await told()).toEqual([session, "amy"]);
});

test("[L3] [SS8] while another engagement runs, only what hung on the one that ended is told to be over", async () => {
  const { ward } = transmitter;
  const now = ward.clock.now();
  const terms = {
    person: "amy",
    from: now - hour,
    to: now + 100 * hour,
    type: "employee",
  } as const;
  await ward.record("engagement.started", { ...terms, engagement: "eng_bank" });
  const { access_token: token, session, sid } = await signIn();
  expect(ward.app.world().sessions.get(session)?.engagement).toBe("eng_amy");
  await end("eng_amy");
  expect(await isActive(token)).toBe(false);
  await loggedOut();
  expect(decodeJwt(heard[0] as string)).toMatchObject({ sub: "amy", sid });
  expect(await told()).toEqual([session]);
  await end("eng_bank");
  expect(await told()).toEqual([session, "amy"]);
});

test("[L3] [L5] [SS8] so it is for somebody who was offered and activated at the desk, ended and suspended", async () => {
  const { ward } = transmitter;
  const now = ward.clock.now();
  const person = "lea";
  await ward.record("person.registered", { person });
  for (const engagement of ["eng_1", "eng_2"]) {
    const terms = { person, type: "locum", from: now - hour, to: now + 100 * hour } as const;
    await ward.record("engagement.offered", { engagement, ...terms, sponsor: "ada" });
    await ward.record("engagement.proofed", {
      engagement,
      method: "photo-id",
      level: 2,
      until: now + 200 * hour,
    });
    await ward.record("engagement.activated", { engagement });
  }
  await ward.record("engagement.suspended", { engagement: "eng_1", reason: "concern" });
  expect(await told()).toEqual(["lea"]);
  await end("eng_1");
  await end("eng_2");
  expect(await told()).toEqual(["lea", "lea"]);
});
