import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSignals, type Signals } from "./signals.ts";
import { depsOf, openTransmitter, quick, type TestTransmitter } from "./test-support.ts";

let transmitter: TestTransmitter;
beforeEach(async () => {
  transmitter = await openTransmitter({ look: 3_600_000 });
});
afterEach(() => transmitter.close());

const caep = "https://schemas.openid.net/secevent/caep/event-type";
const hour = 3_600_000;

async function create(): Promise<string> {
  return (await transmitter.call("POST", "/ssf/streams", {})).body.stream_id;
}

/** What a stream's receiver is told, in order. */
async function told(id: string) {
  await transmitter.signals.settled();
  const { body } = await transmitter.call("POST", `/ssf/streams/${id}/poll`, {
    returnImmediately: true,
  });
  const sets = Object.values(body.sets as Record<string, string>);
  return Promise.all(sets.map(async (jwt) => (await transmitter.read(jwt)).claims));
}

const opened = (session: string, person = "amy", level: 2 | 3 = 2) => ({
  session,
  person,
  engagement: `eng_${person}`,
  surface: { type: "console", id: session } as const,
  level,
  provedAt: transmitter.ward.clock.now(),
  until: transmitter.ward.clock.now() + hour,
  method: "pin" as const,
});

/** Something of ours, by its id. */
const ours = (sub: string) => ({ format: "iss_sub", iss: "http://localhost:8080", sub });

describe("[SS8] what the log says to receivers (CAEP 1.0 section 3)", () => {
  test.each([
    {
      kind: "session.closed",
      body: { session: "ses_1", reason: "signed-out" },
      type: "session-revoked",
      claims: {},
      of: "session",
    },
    {
      kind: "access.ended",
      body: { engagement: "eng_amy", person: "amy", ended: {}, others: [] },
      type: "session-revoked",
      claims: {},
      of: "user",
    },
    {
      kind: "engagement.suspended",
      body: { engagement: "eng_amy", reason: "concern" },
      type: "session-revoked",
      claims: {},
      of: "user",
    },
    {
      kind: "badge.ended",
      body: { badge: "bdg_1", reason: "lost" },
      type: "credential-change",
      claims: { credential_type: "badge", change_type: "revoke" },
      of: "user",
    },
    {
      kind: "badge.issued",
      body: { badge: "bdg_2", person: "amy", until: 9e12 },
      type: "credential-change",
      claims: { credential_type: "badge", change_type: "create" },
      of: "user",
    },
    {
      kind: "pin.set",
      body: { person: "amy" },
      type: "credential-change",
      claims: { credential_type: "pin", change_type: "update" },
      of: "user",
    },
    {
      kind: "passkey.removed",
      body: { passkey: "pk_1", reason: "lost" },
      type: "credential-change",
      claims: { credential_type: "passkey", change_type: "delete" },
      of: "user",
    },
    {
      kind: "passkey.locked",
      body: { passkey: "pk_1", counter: 1, why: "counter-went-back" },
      type: "credential-change",
      claims: { credential_type: "passkey", change_type: "revoke" },
      of: "user",
    },
    {
      kind: "session.raised",
      body: { session: "ses_1", level: 3, method: "passkey" },
      type: "assurance-level-change",
      claims: {
        namespace: "wardkey",
        current_level: "3",
      },
      of: "session",
    },
    {
      kind: "device.reported",
      body: {
        device: "dev_1",
        managed: false,
        wasManaged: true,
        encrypted: true,
        checkedInAt: 0,
      },
      type: "device-compliance-change",
      claims: { previous_status: "compliant", current_status: "not-compliant" },
      of: "device",
    },
  ] as const)("$kind is one $type about its $of", async ({ kind, body, type, claims, of }) => {
    const { ward } = transmitter;
    await ward.record("session.opened", opened("ses_1"));
    await ward.record("badge.issued", { badge: "bdg_1", person: "amy", until: 9e12 });
    const passkey = { passkey: "pk_1", person: "amy", engagement: "eng_amy", badge: "bdg_1" };
    await ward.record("passkey.enrolled", { ...passkey, counter: 0, synced: false });
    const id = await create();
    await ward.record(kind, body);
    const subject = {
      user: ours("amy"),
      session: { format: "complex", user: ours("amy"), session: { format: "opaque", id: "ses_1" } },
      device: { format: "complex", device: ours("dev_1") },
    }[of];
    const [set, ...more] = await told(id);
    expect(more).toEqual([]);
    expect(set?.["sub_id"]).toEqual(subject);
    expect(set?.["events"]).toEqual({
      [`${caep}/${type}`]: {
        // The level before is known only of a session whose beginning was followed.
        ...claims,
        event_timestamp: Math.floor(ward.clock.now() / 1000),
        initiating_entity: "system",
        reason_admin: { en: expect.stringMatching(/./) },
      },
    });
  });

  test("a device that checks in as it was is no news", async () => {
    const id = await create();
    const body = { device: "dev_1", managed: true, encrypted: true, checkedInAt: 0 };
    await transmitter.ward.record("device.reported", body);
    expect(await told(id)).toEqual([]);
  });

  test("a rise names the level before where it is known; the same level again is another time of proof", async () => {
    const id = await create();
    const { ward } = transmitter;
    await ward.record("session.opened", opened("ses_1"));
    await ward.record("session.raised", { session: "ses_1", level: 3, method: "passkey" });
    await ward.record("session.raised", { session: "ses_1", level: 3, method: "passkey" });
    const sets = await told(id);
    expect(sets.map((set) => set["events"])).toMatchObject([
      {
        [`${caep}/assurance-level-change`]: {
          namespace: "wardkey",
          previous_level: "2",
          current_level: "3",
          change_direction: "increase",
        },
      },
      {
        [`${caep}/token-claims-change`]: {
          claims: { auth_time: Math.floor(ward.clock.now() / 1000) },
        },
      },
    ]);
  });

  test("[A2] a PIN after a passkey lowers nothing, and nobody is told that it did: not even by a node that has just begun to follow", async () => {
    const id = await create();
    const { ward } = transmitter;
    const pin = { session: "ses_1", level: 2, method: "pin" } as const;
    await ward.record("session.opened", opened("ses_1", "amy", 3));
    ward.clock.pass(60_000);
    await ward.record("session.raised", pin);
    expect(await told(id)).toEqual([]);
    await transmitter.signals.stop();
    ward.clock.pass(60_000);
    const next = await node(transmitter);
    await ward.record("session.raised", pin);
    await next.settled();
    expect(await positions(transmitter, id)).toEqual([]);
    await next.stop();
  });

  test("who did it is the person, somebody else, or the system", async () => {
    const id = await create();
    const { app } = transmitter.ward;
    for (const actor of ["amy", "pia"]) {
      await app.submit({
        name: "test",
        actor: { type: "person", id: actor },
        handle: () => ({
          records: [{ kind: "pin.set", body: { person: "amy" } }],
          answer: undefined,
        }),
      });
    }
    const entities = (await told(id)).map(
      (set) => Object.values(set["events"] as object)[0].initiating_entity,
    );
    expect(entities).toEqual(["user", "admin"]);
  });
});

type Step = {
  readonly type: "open" | "close" | "raise" | "badge" | "end-badge";
  readonly at: number;
};

describe("[SS9] every record is told once to every stream that delivers, over kills and takeovers", () => {
  const step: fc.Arbitrary<Step | "kill" | "other-node" | "turn"> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        type: fc.constantFrom("open", "close", "raise", "badge", "end-badge"),
        at: fc.nat({ max: 5 }),
      }),
    },
    { weight: 2, arbitrary: fc.constantFrom("kill", "other-node", "turn") },
  );

  test("a revoking record is exactly one SET in each enabled stream", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const own = await openTransmitter({ look: 3_600_000 });
        const nodes: Signals[] = [own.signals];
        try {
          const ids = await Promise.all(
            [0, 1].map(async () => (await own.call("POST", "/ssf/streams", {})).body.stream_id),
          );
          const since = own.ward.app.world().next;
          for (const one of steps) await perform(own, nodes, one);
          for (const node of nodes) await node.settled();
          own.ward.clock.pass(20_000);
          for (const node of nodes) await node.settled();
          const wanted = await revoking(own, since);
          for (const id of ids) expect(await positions(own, id)).toEqual(wanted);
        } finally {
          for (const node of nodes) await node.stop();
          await own.close();
        }
      }),
      { numRuns: 20 },
    );
  });

  test("of two nodes one leads; the other takes over when the first was silent for long enough", async () => {
    const id = await create();
    await transmitter.signals.settled();
    const second = await node(transmitter);
    await transmitter.ward.record("pin.set", { person: "amy" });
    await second.settled();
    await transmitter.signals.settled();
    const moved = async () =>
      (await kinds(transmitter)).filter((kind) => kind === "follower.moved").length;
    expect(await moved()).toBe(1);
    // The first hangs: it looks no more.
    await transmitter.signals.stop();
    transmitter.ward.clock.pass(9_001);
    await transmitter.ward.record("pin.set", { person: "ben" });
    await second.settled();
    expect(await moved()).toBe(2);
    expect(await positions(transmitter, id)).toHaveLength(2);
    await second.stop();
  });
});

async function perform(
  own: TestTransmitter,
  nodes: Signals[],
  one: Step | "kill" | "other-node" | "turn",
): Promise<void> {
  if (one === "turn") return await nodes.at(-1)?.settled();
  if (one === "kill") {
    // What it had in memory is gone; the next one finds it all in the log.
    await nodes.pop()?.stop();
    own.ward.clock.pass(10_000);
    nodes.push(await node(own));
    return;
  }
  if (one === "other-node") return void nodes.push(await node(own));
  await recordStep(own, one);
}

async function recordStep({ ward }: TestTransmitter, { type, at }: Step): Promise<void> {
  const session = `ses_${at}`;
  const badge = `bdg_${at}`;
  if (type === "open") await ward.record("session.opened", { ...openedIn(ward, session) });
  if (type === "badge") await ward.record("badge.issued", { badge, person: "amy", until: 9e12 });
  if (type === "end-badge" && ward.app.world().badges.has(badge)) {
    await ward.record("badge.ended", { badge, reason: "lost" });
  }
  if (!ward.app.world().sessions.has(session)) return;
  if (type === "close") await ward.record("session.closed", { session, reason: "over" });
  if (type === "raise")
    await ward.record("session.raised", { session, level: 3, method: "passkey" });
}

const openedIn = (ward: TestTransmitter["ward"], session: string) => ({
  session,
  person: "amy",
  engagement: "eng_amy",
  surface: { type: "console", id: session } as const,
  level: 2 as const,
  provedAt: ward.clock.now(),
  until: ward.clock.now() + hour,
  method: "pin" as const,
});

/** Another node on the same log. */
async function node({ ward }: TestTransmitter): Promise<Signals> {
  const signals = createSignals({
    ...depsOf(ward),
    newId: (prefix) => `${prefix}_${crypto.randomUUID()}`,
    post: async () => ({ status: 202, body: "" }),
    pace: { ...quick, look: 3_600_000 },
    onFault: (error) => {
      throw error;
    },
  });
  signals.start();
  return signals;
}

async function read({ ward }: TestTransmitter) {
  const entries = await ward.log.read(0, { limit: 100_000 });
  return entries.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()));
}

const kinds = async (own: TestTransmitter) => (await read(own)).map(({ kind }) => kind as string);

/** The positions of the records that end something, after `since`. */
async function revoking(own: TestTransmitter, since: number): Promise<readonly number[]> {
  const ends = ["session.closed", "badge.ended", "badge.issued"];
  return (await read(own))
    .filter(({ kind, position }) => position >= since && ends.includes(kind))
    .map(({ position }) => position);
}

/**
 * The positions of the records that a stream's receiver was told of, but for rises: what they are told as, or whether, goes by the
 * level and the time of the proof before.
 */
async function positions(own: TestTransmitter, id: string): Promise<readonly number[]> {
  const rows = await own.ward.app.side.list("signals", { prefix: `set|${id}|`, limit: 10_000 });
  return rows
    .filter(
      ({ value }) => !/assurance-level-change|token-claims-change/.test(JSON.stringify(value)),
    )
    .map(({ key }) => Number(key.split("|")[2]));
}
