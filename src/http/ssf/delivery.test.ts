import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setPin } from "../../sessions/index.ts";
import { manager, openTransmitter, type TestTransmitter } from "./test-support.ts";

let transmitter: TestTransmitter;
beforeEach(async () => {
  transmitter = await openTransmitter();
});
afterEach(() => transmitter.close());

const push = "urn:ietf:rfc:8935";
const actor = { type: "system", id: "test" } as const;
const endpoint_url = "https://receiver.example/events";

async function create(body: object = {}): Promise<string> {
  const answer = await transmitter.call("POST", "/ssf/streams", body);
  return answer.body.stream_id;
}

const createPushed = (endpoint = endpoint_url) =>
  create({ delivery: { method: push, endpoint_url: endpoint } });

/** Something that receivers are told of: as many times as asked, each about another person. */
async function happen(people: readonly string[] = ["amy"]): Promise<void> {
  for (const person of people) {
    await transmitter.ward.app.submit(setPin({ person, verifier: "argon x", actor }));
  }
  await transmitter.signals.settled();
}

const poll = (id: string, body: object = {}) =>
  transmitter.call("POST", `/ssf/streams/${id}/poll`, { returnImmediately: true, ...body });
const status = async (stream_id: string) =>
  (await transmitter.call("GET", `/ssf/status?stream_id=${stream_id}`)).body;
const setStatus = (stream_id: string, to: string) =>
  transmitter.call("POST", "/ssf/status", { stream_id, status: to });
const jtis = (answer: { readonly body: { readonly sets: object } }) =>
  Object.keys(answer.body.sets);

describe("[SS5] delivery by poll (RFC 8936)", () => {
  test("a SET comes again until it is acknowledged, and then never", async () => {
    const id = await create();
    await happen(["amy", "ben"]);
    const first = await poll(id);
    expect(jtis(first)).toHaveLength(2);
    expect(jtis(await poll(id))).toEqual(jtis(first));
    const [one] = jtis(first);
    expect(jtis(await poll(id, { ack: [one] }))).toEqual(jtis(first).slice(1));
    expect(await poll(id, { ack: jtis(first) })).toMatchObject({ status: 200, body: { sets: {} } });
  });

  test("maxEvents bounds an answer; moreAvailable is there only when there is more", async () => {
    const id = await create();
    await happen(["amy", "ben", "zoe"]);
    const first = await poll(id, { maxEvents: 2 });
    expect(jtis(first)).toHaveLength(2);
    expect(first.body.moreAvailable).toBe(true);
    const last = await poll(id, { maxEvents: 2, ack: jtis(first) });
    expect(jtis(last)).toHaveLength(1);
    expect(last.body).not.toHaveProperty("moreAvailable");
    const none = await poll(id, { maxEvents: 0, ack: jtis(last), returnImmediately: false });
    expect(none.body).toEqual({ sets: {} });
  });

  test("what a receiver cannot use is not sent again, and shown", async () => {
    const id = await create();
    await happen();
    const [jti = ""] = jtis(await poll(id));
    const setErrs = { [jti]: { err: "invalid_key", description: "<script>" } };
    expect((await poll(id, { setErrs })).body.sets).toEqual({});
    expect((await status(id)).reason).toBe(
      "Events that the receiver refused: 1. The last: The receiver answers invalid_key.",
    );
  });

  test("without returnImmediately the answer waits for something to send, and not for ever", async () => {
    const id = await create();
    const held = poll(id, { returnImmediately: false });
    await happen();
    expect(jtis(await held)).toHaveLength(1);
    await poll(id, { ack: jtis(await held) });
    expect((await poll(id, { returnImmediately: false })).body).toEqual({ sets: {} });
  });

  test("a poll that is held ends when the node stops, and gets nothing once its workload is gone", async () => {
    const id = await create();
    const held = poll(id, { returnImmediately: false });
    await transmitter.ward.record("workload.decommissioned", { workload: manager });
    await happen();
    expect((await held).status).toBe(403);
  });

  test("acknowledging what is not there, or another stream's, does nothing", async () => {
    const [id, other] = [await create(), await create()];
    await happen();
    const ack = [...jtis(await poll(other)), "nonsense", `${id}.`, `${id}.0|${other}`];
    expect(jtis(await poll(id, { ack }))).toHaveLength(1);
    expect(jtis(await poll(other))).toHaveLength(1);
  });

  test.each([
    { ack: "one" },
    { ack: [1] },
    { maxEvents: -1 },
    { maxEvents: 1.5 },
    { setErrs: { jti: "no" } },
    { returnImmediately: "yes" },
  ])("a poll that is none is refused: %j", async (body) => {
    const id = await create();
    expect((await poll(id, body)).status).toBe(400);
  });

  test("a stream that is pushed cannot be polled", async () => {
    expect((await poll(await createPushed())).status).toBe(404);
  });
});

describe("[SS6] delivery by push (RFC 8935)", () => {
  test("a SET is one POST, once", async () => {
    await createPushed();
    await happen();
    await transmitter.signals.settled();
    expect(transmitter.pushed).toHaveLength(1);
    const [{ endpoint, headers, body } = { endpoint: "", headers: {}, body: "" }] =
      transmitter.pushed;
    expect(endpoint).toBe(endpoint_url);
    expect(headers).toEqual({
      "content-type": "application/secevent+jwt",
      accept: "application/json",
    });
    const { header, claims } = await transmitter.read(body);
    expect(header).toMatchObject({ typ: "secevent+jwt", alg: "RS256" });
    expect(claims).toMatchObject({ aud: manager });
    expect(Object.keys(claims["events"] as object)).toHaveLength(1);
    expect(claims).not.toHaveProperty("sub");
    expect(claims).not.toHaveProperty("exp");
  });

  test("a receiver that fails is tried again later each time, in order, with the same SETs", async () => {
    const id = await createPushed();
    transmitter.answer = () => ({ status: 503 });
    await happen();
    expect(transmitter.pushed).toHaveLength(1);
    const { clock } = transmitter.ward;
    const tries = async (after: number) => {
      clock.pass(after);
      await transmitter.signals.settled();
      return transmitter.pushed.length;
    };
    expect(await tries(999)).toBe(1);
    expect(await tries(1)).toBe(2);
    expect(await tries(1_999)).toBe(2);
    expect(await tries(1)).toBe(3);
    expect(await status(id)).toMatchObject({
      status: "enabled",
      reason: "The receiver answers 503.",
    });
    transmitter.answer = () => ({ status: 202 });
    expect(await tries(4_000)).toBe(4);
    const seen = await Promise.all(transmitter.pushed.map(({ body }) => transmitter.read(body)));
    expect(new Set(seen.map(({ claims }) => claims.jti)).size).toBe(1);
    expect(await status(id)).toEqual({ stream_id: id, status: "enabled" });
  });

  test("one that answers nothing for too long is paused with the reason, and told; it goes on when it says so", async () => {
    const id = await createPushed();
    transmitter.answer = () => "silent";
    await happen();
    for (let tries = 0; tries < 6; tries++) {
      transmitter.ward.clock.pass(4_000);
      await transmitter.signals.settled();
    }
    const paused = { status: "paused", reason: "The receiver does not answer." };
    expect(await status(id)).toEqual({ stream_id: id, ...paused });
    const told = await transmitter.read(transmitter.pushed.at(-1)?.body ?? "");
    expect(told.claims["events"]).toEqual({
      "https://schemas.openid.net/secevent/ssf/event-type/stream-updated": paused,
    });
    const before = transmitter.pushed.length;
    await happen(["ben"]);
    expect(transmitter.pushed).toHaveLength(before);
    transmitter.answer = () => ({ status: 202 });
    await setStatus(id, "enabled");
    await transmitter.signals.settled();
    expect(transmitter.pushed).toHaveLength(before + 2);
    expect(await status(id)).toEqual({ stream_id: id, status: "enabled" });
  });

  test("one that says that nothing of ours will ever do is paused at once; a single SET that it cannot use is let go", async () => {
    const id = await createPushed();
    transmitter.answer = () => ({ status: 400, body: { err: "invalid_request" } });
    await happen();
    expect(await status(id)).toMatchObject({ status: "enabled" });
    expect((await status(id)).reason).toContain("invalid_request");
    transmitter.answer = () => ({ status: 400, body: { err: "invalid_audience" } });
    await happen(["ben"]);
    expect(await status(id)).toMatchObject({
      status: "paused",
      reason: "The receiver answers invalid_audience.",
    });
    transmitter.answer = () => ({ status: 202 });
    await setStatus(id, "enabled");
    await transmitter.signals.settled();
    const bodies = await Promise.all(transmitter.pushed.map(({ body }) => transmitter.read(body)));
    const last = bodies.at(-1)?.claims;
    expect(last?.["sub_id"]).toMatchObject({ sub: "ben" });
  });

  test("what a receiver makes up is not shown", async () => {
    const id = await createPushed();
    transmitter.answer = () => ({ status: 400, body: { err: "<b>secret</b>" } });
    await happen();
    expect((await status(id)).reason).toBe("The receiver answers 400 without a code.");
  });

  test("a dead receiver holds up no other", async () => {
    await createPushed("https://dead.example/");
    await createPushed("https://alive.example/");
    transmitter.answer = ({ endpoint }) => (endpoint.includes("dead") ? "silent" : { status: 202 });
    await happen(["amy", "ben", "zoe"]);
    const to = (name: string) =>
      transmitter.pushed.filter(({ endpoint }) => endpoint.includes(name)).length;
    expect(to("alive")).toBe(3);
    expect(to("dead")).toBe(1);
  });

  test("what is about one person arrives in its order", async () => {
    await createPushed();
    await setStatus((await transmitter.call("GET", "/ssf/streams")).body[0].stream_id, "paused");
    for (const person of ["amy", "ben", "amy", "zoe", "amy"]) await happen([person]);
    await setStatus((await transmitter.call("GET", "/ssf/streams")).body[0].stream_id, "enabled");
    await transmitter.signals.settled();
    const seen = await Promise.all(transmitter.pushed.map(({ body }) => transmitter.read(body)));
    const ofAmy = seen.filter(({ claims }) => JSON.stringify(claims["sub_id"]).includes("amy"));
    const order = ofAmy.map(({ claims }) => claims.jti as string);
    expect(order).toHaveLength(3);
    expect(order).toEqual(order.toSorted());
  });
});

describe("[SS7] a stream that does not deliver (SSF 1.0 section 8.1.2.1)", () => {
  test("paused, it holds what happens; disabled, it does not", async () => {
    const id = await create();
    await setStatus(id, "paused");
    await happen();
    expect((await poll(id)).body.sets).toEqual({});
    await setStatus(id, "enabled");
    expect(jtis(await poll(id))).toHaveLength(1);
    await setStatus(id, "disabled");
    await happen(["ben"]);
    await setStatus(id, "enabled");
    expect((await poll(id)).body.sets).toEqual({});
    await happen(["zoe"]);
    expect(jtis(await poll(id))).toHaveLength(1);
  });

  test("one whose receiver has gone silent is disabled after seven days, and holds nothing", async () => {
    const id = await create();
    await happen();
    transmitter.ward.clock.pass(7 * 86_400_000 + 1);
    await happen(["ben"]);
    const { side } = transmitter.ward.app;
    expect(await side.list("signals", { prefix: `set|${id}|`, limit: 1 })).toEqual([]);
    // Asked of the row: a request of the receiver would be a sign of life.
    const [row] = await side.get([{ table: "signals", key: `stream|${id}` }]);
    expect(row).toMatchObject({
      status: "disabled",
      reason: "The receiver was not heard from for 7 days.",
    });
  });

  test("one that was given up leaves nothing behind", async () => {
    const id = await create();
    await happen();
    await transmitter.call("DELETE", `/ssf/streams?stream_id=${id}`);
    await happen(["ben"]);
    const { side } = transmitter.ward.app;
    expect(await side.list("signals", { prefix: "set|", limit: 10 })).toEqual([]);
    expect(transmitter.faults).toEqual([]);
  });
});
