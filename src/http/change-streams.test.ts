import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testAuthenticator } from "../../tests/support/passkey.ts";
import { occupantHeader } from "./bedside-contract.ts";
import {
  givePasskey,
  openPhone,
  report,
  setNetworks,
  type TestPhone,
} from "./pocket/test-support.ts";
import { openWard, origin, send, type TestSeat, type TestWard } from "./test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
let base: string;
let amys: TestSeat;
const open: ClientRequest[] = [];

beforeEach(async () => {
  ward = await openWard();
  const held = { engagement: "eng_zoe", role: "nurse-in-charge", ward: "6A" } as const;
  const times = { from: ward.begin - hour, to: ward.begin + 10 * hour };
  await ward.record("role.assigned", { assignment: "rol_zoe_2", ...held, ...times });
  await ward.record("shift.rostered", { shift: "shi_zoe_2", ...held, ...times });
  amys = await ward.seat("4B-1");
  await ward.signIn(amys, "amy");
  await ward.server.listen({ host: "127.0.0.1", port: 0 });
  base = `http://127.0.0.1:${(ward.server.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const request of open.splice(0)) request.destroy();
  await ward.close();
});

interface Hints {
  readonly status: number;
  /** How many hints have come so far, once there are as many as this. */
  atLeast(count: number): Promise<number>;
  readonly count: () => number;
  ended(): Promise<void>;
  readonly text: () => string;
  close(): void;
}

/** On a connection of its own, which is gone when it is closed. */
async function listen(path: string, headers: Readonly<Record<string, string>>): Promise<Hints> {
  const request = get(base + path, { headers, agent: false });
  open.push(request);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  // A connection that is cut here is cut on purpose.
  response.on("error", () => undefined);
  let text = "";
  response.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const count = () => text.split("event: changed").length - 1;
  const next = (event: string) =>
    new Promise<void>((resolve) => void response.once(event, () => resolve()));
  const ending = next("close");
  return {
    status: response.statusCode ?? 0,
    text: () => text,
    count,
    async atLeast(wanted) {
      while (count() < wanted && !response.closed) {
        await Promise.race([next("data"), ending]);
      }
      return count();
    },
    ended: () => ending,
    close: () => void request.destroy(),
  };
}

async function consoleOf(person: string): Promise<string> {
  const answer = await send(
    ward.server,
    "POST",
    "/console/api/sign-in",
    { badge: person, pin: `pin-${person}` },
    { origin },
  );
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const atConsole = (cookie: string) => listen("/console/api/changes", { cookie });

async function onPhone(phone: TestPhone, person: string): Promise<Hints> {
  const path = "/pocket/api/changes";
  const dpop = await ward.proof(phone.key, "GET", path, { htu: base + path });
  return listen(path, { dpop, origin: base, [occupantHeader]: person });
}

async function phoneOf(person: string): Promise<{ phone: TestPhone; device: string }> {
  await setNetworks(ward, "127.0.0.0/8");
  const phone = await openPhone(ward);
  const { body } = await phone.register(await givePasskey(ward, person, testAuthenticator()));
  const device = String(body.state.phone.id);
  await report(ward, device);
  return { phone, device };
}

const wish = { kind: "patient", patient: "pat_ose", reason: "covering" } as const;
const ask = async (): Promise<string> => {
  const { body } = await ward.post(amys, "grants/request", wish, "amy");
  return body.state.grants[0].id;
};
const waitingAt = async (cookie: string) =>
  (await send(ward.server, "GET", "/console/api/grants", undefined, { cookie })).body.waiting;

describe("hints that requests have changed", () => {
  test("[X1] a request is at the approver's console and phone at once, and at nobody else's", async () => {
    const { phone } = await phoneOf("zoe");
    const [zoes, bens] = [await consoleOf("zoe"), await consoleOf("ben")];
    const [desk, pocket, other] = [
      await atConsole(zoes),
      await onPhone(phone, "zoe"),
      await atConsole(bens),
    ];
    expect([
      desk.status,
      await desk.atLeast(1),
      await pocket.atLeast(1),
      await other.atLeast(1),
    ]).toEqual([200, 1, 1, 1]);
    await ask();
    expect([await desk.atLeast(2), await pocket.atLeast(2)]).toEqual([2, 2]);
    expect(await waitingAt(zoes)).toMatchObject([{ who: { id: "amy" } }]);
    const state = await phone.state();
    expect(state).toMatchObject({ grants: { waiting: [{ who: { id: "amy" } }] } });
    expect(other.count()).toBe(1);
    // A hint is all that the stream ever says.
    expect(desk.text().replaceAll("event: changed\ndata: {}\n\n", "")).toBe("");
  });

  test("[X1] [X2] the answer is at the asker's console at once, and the request goes from the others' who could have answered", async () => {
    const [zoes, own] = [await consoleOf("zoe"), await consoleOf("amy")];
    const grant = await ask();
    const [desk, asker] = [await atConsole(zoes), await atConsole(own)];
    await Promise.all([desk.atLeast(1), asker.atLeast(1)]);
    await send(
      ward.server,
      "POST",
      `/console/api/grants/${grant}/answer`,
      { answer: "approve" },
      { cookie: zoes, origin },
    );
    expect([await desk.atLeast(2), await asker.atLeast(2)]).toEqual([2, 2]);
  });

  test("what came while nobody listened is told by the next stream's first word", async () => {
    const zoes = await consoleOf("zoe");
    const first = await atConsole(zoes);
    await first.atLeast(1);
    first.close();
    await ask();
    const next = await atConsole(zoes);
    expect(await next.atLeast(1)).toBe(1);
    expect(await waitingAt(zoes)).toHaveLength(1);
  });

  test("[L1] [S5] signed out, or the phone lost, the stream ends at once; what comes later is told to nobody", async () => {
    const { phone, device } = await phoneOf("zoe");
    const zoes = await consoleOf("zoe");
    const [desk, pocket] = [await atConsole(zoes), await onPhone(phone, "zoe")];
    await Promise.all([desk.atLeast(1), pocket.atLeast(1)]);
    await send(ward.server, "POST", "/console/api/sign-out", {}, { cookie: zoes, origin });
    await phone.post("phones/end", { device, why: "lost" }, "zoe");
    await Promise.all([desk.ended(), pocket.ended()]);
    await ask();
    expect([desk.count(), pocket.count()]).toEqual([1, 1]);
    expect([(await atConsole(zoes)).status, (await onPhone(phone, "zoe")).status]).toEqual([
      401, 401,
    ]);
  });

  test("[S5] idle for longer than a console may be, it ends without a record", async () => {
    const zoes = await consoleOf("zoe");
    const desk = await atConsole(zoes);
    await desk.atLeast(1);
    const before = ward.app.world().next;
    ward.clock.pass(31 * 60_000);
    await desk.ended();
    expect(ward.app.world().next).toBe(before);
  });

  test("[S0] a stream lasts a minute, and is proved again by opening the next one", async () => {
    const { phone } = await phoneOf("zoe");
    const pocket = await onPhone(phone, "zoe");
    await pocket.atLeast(1);
    ward.clock.pass(60_000);
    await pocket.ended();
    const unproved = await listen("/pocket/api/changes", {
      origin: base,
      [occupantHeader]: "zoe",
    });
    expect(unproved.status).toBe(401);
    expect(await (await onPhone(phone, "zoe")).atLeast(1)).toBe(1);
  });

  test("one session has a few streams at most; who closes one may open another", async () => {
    const zoes = await consoleOf("zoe");
    const first = await atConsole(zoes);
    for (let window = 1; window < 4; window++) await (await atConsole(zoes)).atLeast(1);
    const refused = await atConsole(zoes);
    await refused.ended();
    expect([refused.status, refused.text()]).toEqual([
      429,
      expect.stringContaining("too-many-streams"),
    ]);
    // Somebody else's are counted apart.
    expect(await (await atConsole(await consoleOf("ben"))).atLeast(1)).toBe(1);
    first.close();
    for (;;) {
      const again = await atConsole(zoes);
      if (again.status === 200) return;
      await again.ended();
    }
  });

  test("decisions and other people's sessions are no news", async () => {
    const zoes = await consoleOf("zoe");
    const desk = await atConsole(zoes);
    await desk.atLeast(1);
    await ward.post(amys, "chart/open", { patient: "pat_kow" }, "amy");
    await ward.post(amys, "lock", { reason: "lock" }, "amy");
    ward.clock.pass(10_000);
    await ward.signIn(amys, "amy");
    await ask();
    expect(await desk.atLeast(2)).toBe(2);
  });

  test("closing the server ends the streams", async () => {
    const desk = await atConsole(await consoleOf("zoe"));
    await desk.atLeast(1);
    await ward.server.close();
    await desk.ended();
  });
});
