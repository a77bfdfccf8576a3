import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTransmitter, type TestTransmitter } from "./test-support.ts";

let transmitter: TestTransmitter;
beforeEach(async () => {
  transmitter = await openTransmitter();
});
afterEach(() => transmitter.close());

const other = "wrk_other_0123456789ab";
const reader = "wrk_reader_0123456789a";
const origin = "http://localhost:8080";
const push = "urn:ietf:rfc:8935";
const poll = "urn:ietf:rfc:8936";
const sessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
const endpoint_url = "https://receiver.example/events";

async function create(body: object = {}, key?: string) {
  const { status, body: stream } = await transmitter.call("POST", "/ssf/streams", body, key);
  expect(status).toBe(201);
  return stream;
}

const path = (stream_id: string) => `/ssf/streams?stream_id=${stream_id}`;

describe("[SS1] the transmitter says what it offers (SSF 1.0 section 7)", () => {
  test("its configuration names what there is, and what is there answers", async () => {
    const { status, body, headers } = await transmitter.call(
      "GET",
      "/.well-known/ssf-configuration",
    );
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain("application/json");
    expect(body).toEqual({
      spec_version: "1_0",
      issuer: origin,
      jwks_uri: `${origin}/ssf/jwks.json`,
      delivery_methods_supported: [push, poll],
      configuration_endpoint: `${origin}/ssf/streams`,
      status_endpoint: `${origin}/ssf/status`,
      verification_endpoint: `${origin}/ssf/verification`,
      authorization_schemes: [{ spec_urn: "urn:ietf:rfc:6749" }, { spec_urn: "urn:ietf:rfc:6750" }],
      default_subjects: "ALL",
    });
    const resource = await transmitter.call("GET", "/.well-known/oauth-protected-resource/ssf");
    expect(resource.body).toEqual({
      resource: `${origin}/ssf`,
      authorization_servers: [`${origin}/oidc`],
      scopes_supported: ["ssf.read", "ssf.manage"],
      bearer_methods_supported: ["header"],
    });
  });

  test("its keys are public, RSA of 2048 bits, and without the private part", async () => {
    await transmitter.signals.settled();
    const { body } = await transmitter.call("GET", "/ssf/jwks.json");
    expect(body.keys).toHaveLength(1);
    const [key] = body.keys;
    expect(Object.keys(key).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(Buffer.from(key.n, "base64url")).toHaveLength(256);
  });
});

describe("[SS2] streams are managed by their receiver (section 8.1.1)", () => {
  test("one without a delivery is polled, at an address of its own", async () => {
    const stream = await create();
    expect(stream).toMatchObject({
      iss: origin,
      aud: "wrk_manager_0123456789",
      delivery: { method: poll, endpoint_url: `${origin}/ssf/streams/${stream.stream_id}/poll` },
      inactivity_timeout: 604_800,
    });
    expect(stream.events_delivered).toEqual(stream.events_supported);
    expect((await create()).stream_id).not.toBe(stream.stream_id);
  });

  test("what is asked for and not supported is not delivered, and remembered", async () => {
    const stream = await create({ events_requested: [sessionRevoked, "urn:example:unknown"] });
    expect(stream.events_requested).toEqual([sessionRevoked, "urn:example:unknown"]);
    expect(stream.events_delivered).toEqual([sessionRevoked]);
  });

  test("a pushed one does not show its receiver's secret, and keeps it while its address stays", async () => {
    const delivery = { method: push, endpoint_url, authorization_header: "Bearer s3cret" };
    const stream = await create({ delivery });
    expect(stream.delivery).toEqual({ method: push, endpoint_url });
    const read = await transmitter.call("GET", path(stream.stream_id));
    const replaced = await transmitter.call("PUT", "/ssf/streams", read.body);
    expect(replaced).toMatchObject({ status: 200, body: read.body });
    const { stream_id } = stream;
    await transmitter.call("POST", "/ssf/verification", { stream_id });
    await transmitter.signals.settled();
    expect(transmitter.pushed[0]?.headers).toMatchObject({ authorization: "Bearer s3cret" });
    const elsewhere = { method: push, endpoint_url: "https://elsewhere.example/" };
    await transmitter.call("PATCH", "/ssf/streams", { stream_id, delivery: elsewhere });
    transmitter.ward.clock.pass(10_000);
    await transmitter.call("POST", "/ssf/verification", { stream_id });
    await transmitter.signals.settled();
    expect(transmitter.pushed[1]?.headers).not.toHaveProperty("authorization");
  });

  test("an update leaves alone what it does not name; a replacement takes it away", async () => {
    const { stream_id } = await create({
      description: "One",
      events_requested: [sessionRevoked],
    });
    const updated = await transmitter.call("PATCH", "/ssf/streams", {
      stream_id,
      description: "Two",
    });
    expect(updated.body).toMatchObject({ description: "Two", events_requested: [sessionRevoked] });
    const { body } = await transmitter.call("PUT", "/ssf/streams", { stream_id });
    expect(body).not.toHaveProperty("description");
    expect(body).not.toHaveProperty("events_requested");
    expect(body.events_delivered).toEqual(body.events_supported);
  });

  test("what is ours is not the receiver's to change", async () => {
    const { stream_id, aud, events_delivered } = await create();
    const right = { stream_id, aud, events_delivered };
    expect(await transmitter.call("PATCH", "/ssf/streams", right)).toMatchObject({ status: 200 });
    for (const wrong of [{ aud: "x" }, { iss: "x" }, { events_delivered: [] }]) {
      const answer = await transmitter.call("PATCH", "/ssf/streams", { stream_id, ...wrong });
      expect(answer.status).toBe(400);
    }
  });

  test("without a stream_id all of the receiver's are listed; a deleted one is gone", async () => {
    expect((await transmitter.call("GET", "/ssf/streams")).body).toEqual([]);
    const one = await create();
    const two = await create();
    await create({}, other);
    const { body } = await transmitter.call("GET", "/ssf/streams");
    expect(body).toHaveLength(2);
    expect(body).toEqual(expect.arrayContaining([one, two]));
    const deleted = await transmitter.call("DELETE", path(one.stream_id));
    expect(deleted).toMatchObject({ status: 204, text: "" });
    expect((await transmitter.call("GET", path(one.stream_id))).status).toBe(404);
    expect((await transmitter.call("DELETE", path(one.stream_id))).status).toBe(404);
  });

  test("a receiver has 20 streams at most", async () => {
    for (let count = 0; count < 20; count++) await create();
    expect((await transmitter.call("POST", "/ssf/streams", {})).status).toBe(403);
    await create({}, other);
  });

  test.each([
    ["http, of another machine", "http://receiver.example/"],
    ["with a password", "https://user:word@receiver.example/"],
    ["with a fragment", "https://receiver.example/#x"],
    ["of no web", "file:///etc/passwd"],
    ["no address", "receiver"],
    ["none", undefined],
  ])("an address to push to is refused: %s", async (_why, address) => {
    const delivery = { method: push, ...(address === undefined ? {} : { endpoint_url: address }) };
    expect((await transmitter.call("POST", "/ssf/streams", { delivery })).status).toBe(400);
  });

  test("bad input is refused: another method, a header of two lines, wrong types, a huge body", async () => {
    const bodies = [
      { delivery: { method: "urn:example" } },
      { delivery: { method: push, endpoint_url, authorization_header: "a\r\nb" } },
      { events_requested: "all" },
      { description: "x".repeat(501) },
      [],
      "nonsense",
    ];
    for (const body of bodies) {
      expect((await transmitter.call("POST", "/ssf/streams", body)).status).toBe(400);
    }
    const huge = { description: "x".repeat(300_000) };
    expect((await transmitter.call("POST", "/ssf/streams", huge)).status).toBe(413);
    expect((await transmitter.call("GET", "/ssf/streams")).body).toEqual([]);
  });
});

describe("[SS3] whoever calls is a workload with the scope (interoperability profile, section 2.7)", () => {
  test("no key, an unknown one and one without the scope", async () => {
    const calls = [
      ["POST", "/ssf/streams", {}],
      ["GET", "/ssf/streams", undefined],
      ["PATCH", "/ssf/streams", { stream_id: "s" }],
      ["PUT", "/ssf/streams", { stream_id: "s" }],
      ["DELETE", path("s"), undefined],
      ["GET", "/ssf/status?stream_id=s", undefined],
      ["POST", "/ssf/status", { stream_id: "s", status: "paused" }],
      ["POST", "/ssf/verification", { stream_id: "s" }],
      ["POST", "/ssf/streams/s/poll", {}],
    ] as const;
    for (const [method, at, body] of calls) {
      const stranger = await transmitter.call(method, at, body, "unknown");
      expect([at, stranger.status]).toEqual([at, 401]);
      expect(stranger.headers["www-authenticate"]).toContain("Bearer");
      const without = await transmitter.call(method, at, body, "wrk_none_0123456789abc");
      expect([at, without.status]).toEqual([at, 403]);
      expect(without.headers["www-authenticate"]).toContain("insufficient_scope");
    }
  });

  test("ssf.read reads and changes nothing", async () => {
    expect((await transmitter.call("GET", "/ssf/streams", undefined, reader)).status).toBe(200);
    expect((await transmitter.call("POST", "/ssf/streams", {}, reader)).status).toBe(403);
  });

  test("another receiver's stream is not there, whatever is asked of it", async () => {
    const { stream_id } = await create();
    const calls = [
      ["GET", path(stream_id), undefined],
      ["PATCH", "/ssf/streams", { stream_id }],
      ["PUT", "/ssf/streams", { stream_id }],
      ["DELETE", path(stream_id), undefined],
      ["GET", `/ssf/status?stream_id=${stream_id}`, undefined],
      ["POST", "/ssf/status", { stream_id, status: "disabled" }],
      ["POST", "/ssf/verification", { stream_id }],
      ["POST", `/ssf/streams/${stream_id}/poll`, { returnImmediately: true }],
    ] as const;
    for (const [method, at, body] of calls) {
      const answer = await transmitter.call(method, at, body, other);
      expect([at, answer.status]).toEqual([at, 404]);
      const absent = body === undefined ? undefined : { ...body, stream_id: "stream_none" };
      const none = await transmitter.call(
        method,
        at.replace(stream_id, "stream_none"),
        absent,
        other,
      );
      expect(none.body).toEqual(answer.body);
    }
    expect((await transmitter.call("GET", path(stream_id))).status).toBe(200);
  });

  test("a workload that was decommissioned may nothing any more", async () => {
    const { stream_id } = await create();
    await transmitter.ward.record("workload.decommissioned", {
      workload: "wrk_manager_0123456789",
    });
    expect((await transmitter.call("GET", path(stream_id))).status).toBe(403);
  });
});

describe("[SS4] status and verification (sections 8.1.2 and 8.1.4)", () => {
  test("a status is read and set, with its reason", async () => {
    const { stream_id } = await create();
    const read = () => transmitter.call("GET", `/ssf/status?stream_id=${stream_id}`);
    expect((await read()).body).toEqual({ stream_id, status: "enabled" });
    const paused = { stream_id, status: "paused", reason: "Maintenance" };
    expect(await transmitter.call("POST", "/ssf/status", paused)).toMatchObject({
      status: 200,
      body: paused,
    });
    expect((await read()).body).toEqual(paused);
    await transmitter.call("POST", "/ssf/status", { stream_id, status: "enabled" });
    expect((await read()).body).toEqual({ stream_id, status: "enabled" });
    const wrong = { stream_id, status: "asleep" };
    expect((await transmitter.call("POST", "/ssf/status", wrong)).status).toBe(400);
  });

  test("a verification event comes with the state that was sent, about the stream, and not too often", async () => {
    const { stream_id } = await create();
    const verify = { stream_id, state: "as sent" };
    expect(await transmitter.call("POST", "/ssf/verification", verify)).toMatchObject({
      status: 204,
      text: "",
    });
    expect((await transmitter.call("POST", "/ssf/verification", verify)).status).toBe(429);
    const { body } = await transmitter.call("POST", `/ssf/streams/${stream_id}/poll`, {});
    const [[jti, jwt]] = Object.entries(body.sets) as [[string, string]];
    const { header, claims } = await transmitter.read(jwt);
    expect(header).toMatchObject({ typ: "secevent+jwt", alg: "RS256" });
    expect(claims).toEqual({
      iss: origin,
      iat: expect.any(Number),
      jti,
      aud: "wrk_manager_0123456789",
      sub_id: { format: "opaque", id: stream_id },
      events: {
        "https://schemas.openid.net/secevent/ssf/event-type/verification": { state: "as sent" },
      },
    });
    transmitter.ward.clock.pass(10_000);
    const again = await transmitter.call("POST", "/ssf/verification", { stream_id });
    expect(again.status).toBe(204);
  });

  test("the log tells who asked for, changed and gave up a stream, and nothing of what it is", async () => {
    const delivery = { method: push, endpoint_url, authorization_header: "Bearer s3cret" };
    const { stream_id } = await create({ delivery });
    await transmitter.call("POST", "/ssf/status", { stream_id, status: "paused" });
    await transmitter.call("DELETE", path(stream_id));
    const entries = await transmitter.ward.log.read(0, { limit: 10_000 });
    const text = entries.map(({ bytes }) => Buffer.from(bytes).toString()).join("\n");
    expect(text).not.toMatch(/receiver\.example|s3cret/);
    const records = text.split("\n").map((line) => JSON.parse(line));
    expect(records.filter(({ kind }) => kind.startsWith("stream."))).toMatchObject([
      {
        kind: "stream.created",
        body: { stream: stream_id, workload: "wrk_manager_0123456789" },
        actor: { type: "workload", id: "wrk_manager_0123456789" },
      },
      { kind: "stream.changed", body: { stream: stream_id, status: "paused" } },
      { kind: "stream.deleted", body: { stream: stream_id } },
    ]);
  });
});
