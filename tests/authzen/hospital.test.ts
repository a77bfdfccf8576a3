import { createHmac } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Bundle } from "../../src/access/index.ts";
import { type App, activate, openApp, system } from "../../src/app.ts";
import {
  authenticateApiKeys,
  authzen,
  hospitalPolicy,
  hospitalSearch,
} from "../../src/http/index.ts";
import { createMemoryStore } from "../../src/memory/index.ts";
import type { SideWrite } from "../../src/ports/index.ts";
import type { LogRecord, NewRecord } from "../../src/world/index.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { counterIds, fakeClock, sha256 } from "../support/ports.ts";

const hour = 3_600_000;
const apiKey = "wardkey-test-0123456789abcdef";
const keyedHash = (use: string, key: string) =>
  createHmac("sha256", "pepper").update(`${use} ${key}`).digest("base64url");
const credential = {
  table: "credentials",
  key: `api-key|${keyedHash("api-key", apiKey)}`,
} as const;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let clock: ReturnType<typeof fakeClock>;
let app: App;
let server: FastifyInstance;
let away = false;
let log: LogRecord[];

const tell = (records: readonly NewRecord[], side: readonly SideWrite[] = []) =>
  app.submit({
    name: "test",
    actor: system,
    handle: () => ({ records, side, answer: undefined }),
  });

beforeEach(async () => {
  clock = fakeClock();
  away = false;
  log = [];
  const store = createMemoryStore({ clock });
  const real = store.log;
  const failing = {
    ...store,
    log: {
      ...real,
      append: (batch: Parameters<typeof real.append>[0]) =>
        away ? Promise.reject(new Error("disk full")) : real.append(batch),
      hold: () => (away ? Promise.reject(new Error("disk full")) : real.hold()),
      head: () => real.head(),
      read: (...args: Parameters<typeof real.read>) => real.read(...args),
      reply: (key: string) => real.reply(key),
    },
  };
  app = await openApp({
    ...failing,
    clock,
    ids: counterIds(),
    hasher: sha256,
    wait: async () => undefined,
  });
  app.follow((records) => log.push(...records));
  await tell(ward(), [{ ...credential, value: "wrk_app" }]);
  await activate(app, bundle, system);
  server = Fastify();
  await server.register(
    authzen({
      baseUrl: () => "http://localhost:8080",
      authenticate: authenticateApiKeys({ side: app.side, keyedHash, clock }),
      evaluate: hospitalPolicy({ app }),
      search: hospitalSearch({ app }),
    }),
  );
});
afterEach(async () => {
  away = false;
  await server.close();
  await app.stop();
});

/** Ben, a nurse, tapped in on 4B; Anna is there, Ned is not. */
function ward(): readonly NewRecord[] {
  const now = clock.now();
  const period = { from: now - 10 * hour, to: now + 1_000 * hour };
  const held = { engagement: "eng_ben", role: "nurse", ward: "4B" };
  const place = (id: string) => ({
    kind: "ward.registered" as const,
    body: { ward: id, site: "north", name: id, type: "ward" as const, pattern: "inpatient" },
  });
  const admit = (patient: string, id: string) => ({
    kind: "adt.accepted" as const,
    body: {
      feed: "adt",
      encounter: `enc_${patient}`,
      patient,
      event: {
        trigger: "A01" as const,
        at: now,
        control: patient,
        location: { ward: id },
        class: "I",
      },
    },
  });
  return [
    { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/London" } },
    place("4B"),
    place("6A"),
    { kind: "seat.registered", body: { seat: "4B-1", ward: "4B", name: "1" } },
    { kind: "person.registered", body: { person: "per_ben" } },
    {
      kind: "engagement.started",
      body: { engagement: "eng_ben", person: "per_ben", type: "employee", ...period },
    },
    { kind: "role.assigned", body: { assignment: "r", ...held, ...period } },
    { kind: "shift.rostered", body: { shift: "s", ...held, from: now - hour, to: now + hour } },
    {
      kind: "session.opened",
      body: {
        session: "ses_ben",
        person: "per_ben",
        engagement: "eng_ben",
        surface: { type: "seat", id: "4B-1" },
        level: 2,
        provedAt: now,
        until: now + hour,
        method: "pin",
      },
    },
    admit("pat_anna", "4B"),
    admit("pat_ned", "6A"),
    {
      kind: "workload.registered",
      body: {
        workload: "wrk_app",
        name: "Notes",
        purpose: "notes",
        until: now + 100 * hour,
        scopes: ["decision.ask"],
      },
    },
  ];
}

const evaluation = (patient: string, context: object = {}, action = "chart.open") => ({
  subject: { type: "person", id: "per_ben" },
  action: { name: action },
  resource: { type: "patient", id: patient },
  context,
});

const post = (payload: object, path = "evaluation", key = apiKey) =>
  server.inject({
    method: "POST",
    url: `/access/v1/${path}`,
    headers: { authorization: `Bearer ${key}` },
    payload,
  });

describe("the hospital's policy over AuthZEN", () => {
  test("an evaluation is recorded, permit and deny, and says where", async () => {
    const permit = (await post(evaluation("pat_anna", { seat: "4B-1" }))).json();
    expect(permit).toEqual({
      decision: true,
      context: {
        recorded: true,
        position: log.at(-1)?.position,
        bundle: bundle.hash,
        policies: ["on-shift"],
        validUntil: clock.now() + 60_000,
        obligations: [],
        reason_user: { en: "You are on shift on 4B." },
      },
    });
    expect(log.at(-1)).toMatchObject({
      kind: "decision.permitted",
      actor: { type: "workload", id: "wrk_app", onBehalfOf: "per_ben" },
      seat: "4B-1",
    });
    const deny = (await post(evaluation("pat_ned"))).json();
    expect(deny).toMatchObject({
      decision: false,
      context: {
        recorded: true,
        position: log.at(-1)?.position,
        cause: "no-policy",
        reason_user: { en: "The patient is on 6A, and you are on duty for 4B." },
        reason_admin: { en: "no-policy patient.elsewhere" },
        remedies: [{ type: "break-glass", lasts: 3_600_000 }],
        advice: [{ text: "Ask the ward manager of 6A." }],
      },
    });
    expect(log.at(-1)?.kind).toBe("decision.denied");
    expect((await post(evaluation("pat_ned"))).json()).toMatchObject({
      context: { repeated: true, position: deny.context.position },
    });
  });

  test("[S1] who is in at several places is told of as such, with the places to choose from; named, it is decided there", async () => {
    const held = {
      engagement: "eng_ben",
      level: 3,
      provedAt: clock.now(),
      person: "per_ben",
    } as const;
    const until = clock.now() + hour;
    await tell([
      {
        kind: "session.opened",
        body: {
          session: "ses_console",
          surface: { type: "console", id: "browser" },
          method: "passkey",
          until,
          ...held,
        },
      },
    ]);
    const sessions = [
      { session: "ses_ben", type: "seat", seat: "4B-1" },
      { session: "ses_console", type: "console" },
    ];
    const unsaid = (await post(evaluation("pat_anna"))).json();
    expect(unsaid.context).toMatchObject({
      reason_user: {
        en: "You are signed in at several places (4B 1, console), and nothing says at which of them this is done.",
      },
      reason_admin: { en: "forbidden not-sure-enough not-sure-enough.several" },
      remedies: [],
      advice: [],
      sessions,
    });
    // What would help a stranger depends on where they are.
    const stranger = (await post(evaluation("pat_ned"))).json();
    expect(stranger.context).toMatchObject({ remedies: [], sessions });
    const there = (await post(evaluation("pat_ned", { seat: "4B-1" }))).json();
    expect(there.context.remedies).toMatchObject([{ type: "break-glass" }]);
    expect(there.context).not.toHaveProperty("sessions");
    for (const named of [{ seat: "4B-1" }, { session: "ses_ben" }]) {
      expect((await post(evaluation("pat_anna", named))).json().decision).toBe(true);
    }
    const elsewhere = (await post(evaluation("pat_anna", { seat: "6A-1" }))).json();
    expect(elsewhere.context.reason_user.en).toBe("You are not signed in here. Tap your badge.");
    await tell([
      { kind: "session.closed", body: { session: "ses_console", reason: "signed-out" } },
    ]);
    expect((await post(evaluation("pat_anna"))).json().decision).toBe(true);
  });

  test("remedies come with a denial, unless they are not wanted", async () => {
    clock.advance(50 * 60_000);
    const session = "ses_ben";
    await tell([
      { kind: "session.closed", body: { session, reason: "signed-out" } },
      {
        kind: "session.opened",
        body: {
          session,
          person: "per_ben",
          engagement: "eng_ben",
          surface: { type: "seat", id: "4B-1" },
          level: 2,
          // The PIN of this morning.
          provedAt: clock.now() - 5 * hour,
          until: clock.now() + hour,
          method: "pin",
        },
      },
    ]);
    const asked = (context: object) =>
      post(evaluation("pat_anna", context, "medication.administer"), "evaluation");
    expect((await asked({})).json().context.remedies).toMatchObject([
      { type: "step-up", level: 2 },
    ]);
    expect((await asked({ remedies: false })).json().context.remedies).toEqual([]);
  });

  test("a batch is advice, unrecorded, except where its context says enforce", async () => {
    const before = log.length;
    const batch = {
      ...evaluation("pat_anna"),
      evaluations: [
        {},
        { context: { enforce: true } },
        { resource: { type: "patient", id: "pat_ned" } },
      ],
    };
    const answer = (await post(batch, "evaluations")).json();
    expect(answer.evaluations).toMatchObject([
      { decision: true, context: { recorded: false } },
      { decision: true, context: { recorded: true } },
      { decision: false, context: { recorded: false } },
    ]);
    expect(log.length).toBe(before + 1);
  });

  test("what callers claim is ignored; what they name must be a string", async () => {
    const claimed = evaluation("pat_ned");
    const admin = { ...claimed.subject, properties: { role: "consultant", ward: "6A" } };
    expect((await post({ ...claimed, subject: admin })).json().decision).toBe(false);
    const wrong = await post(evaluation("pat_anna", { seat: 4 }));
    expect([wrong.statusCode, wrong.body]).toEqual([
      400,
      "The member context.seat must be a string.",
    ]);
    expect((await post(evaluation("pat_anna", { enforce: "yes" }))).statusCode).toBe(400);
  });

  test("unknown types, ids and actions are denials, and are not taken into the log (U3)", async () => {
    const unknown = {
      subject: { type: "doctor", id: "Dr Ada Byron" },
      action: { name: "look at 4417220" },
      resource: { type: "file", id: "4417220" },
    };
    const answer = await post(unknown);
    expect(answer.json()).toMatchObject({ decision: false, context: { recorded: true } });
    expect(JSON.stringify(log.at(-1))).not.toMatch(/Ada|4417220/);
    // D8: another unknown doctor within the minute is not the same denial.
    const other = { ...unknown, subject: { type: "doctor", id: "Dr Bo Lind" } };
    const before = log.length;
    expect((await post(other)).json().context).not.toHaveProperty("repeated");
    expect(log.length).toBe(before + 1);
    expect((await post(other)).json().context.repeated).toBe(true);
    expect((await post(unknown)).json().context).toMatchObject({
      repeated: true,
      position: answer.json().context.position,
    });
  });

  test("[U1] what cannot be recorded is not permitted", async () => {
    away = true;
    const answer = await post(evaluation("pat_anna"));
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain("decision");
    const enforced = await post(
      { ...evaluation("pat_anna"), evaluations: [{ context: { enforce: true } }] },
      "evaluations",
    );
    expect(enforced.json().evaluations).toMatchObject([
      { decision: false, context: { error: { status: 503 } } },
    ]);
    away = false;
    expect((await post(evaluation("pat_anna"))).json().decision).toBe(true);
  });
});

describe("searches", () => {
  const subjects = {
    subject: { type: "person" },
    action: { name: "chart.open" },
    resource: { type: "patient", id: "pat_anna" },
  };
  const resources = {
    subject: { type: "person", id: "per_ben" },
    action: { name: "chart.open" },
    resource: { type: "patient" },
  };

  test("who may, what it may be done to, what may be done: as single evaluations answer", async () => {
    expect((await post(subjects, "search/subject")).json()).toEqual({
      results: [{ type: "person", id: "per_ben" }],
      page: { next_token: "" },
      context: { recorded: false, position: app.world().next, bundle: bundle.hash },
    });
    const found = (await post(resources, "search/resource")).json().results;
    expect(found).toEqual([{ type: "patient", id: "pat_anna" }]);
    const actions = (await post(evaluation("pat_anna"), "search/action")).json().results;
    expect(actions.length).toBeGreaterThan(3);
    for (const name of bundle.actions.keys()) {
      const { decision } = (
        await post({ ...evaluation("pat_anna", {}, name), evaluations: [{}] }, "evaluations")
      ).json().evaluations[0];
      expect([name, actions.some((each: { name: string }) => each.name === name)]).toEqual([
        name,
        decision,
      ]);
    }
  });

  test("unknown types and ids find nothing; searches write no record", async () => {
    const before = log.length;
    for (const [path, body] of [
      ["subject", { ...subjects, subject: { type: "doctor" } }],
      ["subject", { ...subjects, resource: { type: "patient", id: "pat_nobody" } }],
      ["subject", { ...subjects, action: { name: "look" } }],
      ["resource", { ...resources, resource: { type: "file" } }],
      ["resource", { ...resources, subject: { type: "person", id: "per_nobody" } }],
    ] as const) {
      expect((await post(body, `search/${path}`)).json().results).toEqual([]);
    }
    expect(log.length).toBe(before);
  });

  test("pages follow each other by opaque tokens, and the last says so", async () => {
    const all = (await post(evaluation("pat_anna"), "search/action")).json().results;
    const paged: unknown[] = [];
    for (let token = ""; ; ) {
      const body = { ...evaluation("pat_anna"), page: { limit: 1, token } };
      const { results, page } = (await post(body, "search/action")).json();
      paged.push(...results);
      token = page.next_token;
      if (token === "") break;
    }
    expect(paged).toEqual(all);
    const odd = { ...evaluation("pat_anna"), page: { token: "!" } };
    expect((await post(odd, "search/action")).statusCode).toBe(400);
  });

  test("with enforce, each result is decided and recorded", async () => {
    const before = log.length;
    const body = { ...resources, context: { enforce: true } };
    const answer = (await post(body, "search/resource")).json();
    expect(answer).toMatchObject({
      results: [{ type: "patient", id: "pat_anna" }],
      context: { recorded: true },
    });
    expect(log.slice(before)).toMatchObject([
      { kind: "decision.permitted", body: { resource: { id: "pat_anna" } } },
    ]);
  });

  test("a workload that lacks the scope may not search", async () => {
    await tell([{ kind: "workload.decommissioned", body: { workload: "wrk_app" } }]);
    expect((await post(subjects, "search/subject")).statusCode).toBe(403);
  });
});

describe("explanations", () => {
  test("say which condition of which policy decided, with what it saw", async () => {
    const asked = evaluation("pat_ned", { explain: true });
    const { explanation } = (await post(asked)).json().context;
    expect(explanation.policies).toContainEqual(
      expect.objectContaining({
        id: "on-shift",
        title: "On shift in a ward where the patient is or has a bed",
        file: "care.cedar",
        determining: false,
        outcome: "does not hold",
        conditions: [
          {
            text: "on ward",
            outcome: "does not hold",
            saw: [{ name: "on ward", value: "no" }],
          },
        ],
      }),
    );
    const permit = (await post(evaluation("pat_anna", { explain: true }))).json().context;
    expect(permit.explanation.policies[0]).toMatchObject({ id: "on-shift", determining: true });
    expect((await post(evaluation("pat_anna"))).json().context.explanation).toBeUndefined();
    const unknown = evaluation("pat_anna", { explain: true }, "look");
    expect((await post(unknown)).json().context.explanation.policies).toEqual([]);
  });
});

describe("API keys", () => {
  test("an unknown key, or none, is nobody's", async () => {
    expect((await post(evaluation("pat_anna"), "evaluation", `${apiKey}x`)).statusCode).toBe(401);
    expect((await post(evaluation("pat_anna"), "evaluation", "short")).statusCode).toBe(401);
  });

  test("a key that was taken away gives no decision, at once", async () => {
    expect((await post(evaluation("pat_anna"))).statusCode).toBe(200);
    await tell([], [{ ...credential, value: undefined }]);
    expect((await post(evaluation("pat_anna"))).statusCode).toBe(403);
    clock.advance(1_000);
    expect((await post(evaluation("pat_anna"))).statusCode).toBe(401);
  });

  test("a workload that has ended, or lacks the scope, may not ask", async () => {
    const batch = { ...evaluation("pat_anna"), evaluations: [{}] };
    await tell([{ kind: "workload.decommissioned", body: { workload: "wrk_app" } }]);
    expect((await post(evaluation("pat_anna"))).statusCode).toBe(403);
    expect((await post(batch, "evaluations")).json().evaluations).toMatchObject([
      { decision: false, context: { error: { status: 403 } } },
    ]);
  });
});
