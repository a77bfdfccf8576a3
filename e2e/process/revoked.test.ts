import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testAuthenticator } from "../../tests/support/passkey.ts";
import { plainSeat } from "../support/plain-seat.ts";
import { bytesOf, open, type RawAnswer, send } from "../support/raw-request.ts";
import { type Replay, type Rest, replaysOf, replaysOfLink } from "../support/replays.ts";
import { type StaffedServer, startStaffedServer } from "../support/staffed-server.ts";
import {
  bringIn,
  labServer,
  proved,
  roster,
  type Surroundings,
  staff,
  type WholePerson,
} from "../support/whole-person.ts";

let data = "";
let server: StaffedServer;
let surroundings: Surroundings;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "wardkey-revoked-"));
  server = await startStaffedServer(data);
  const scopes = ["openid", "profile", "online_access", "decision.ask", "user/*.rs"];
  surroundings = {
    charts: await server.application({ id: "charts", name: "Charts", scopes }),
    lab: await server.application({
      id: "lab",
      name: "Laboratory",
      scopes: ["user/Observation.rs"],
      serves: [labServer],
    }),
    seat: await plainSeat(server.base),
    other: await plainSeat(server.base),
    third: await plainSeat(server.base),
  };
});
afterAll(async () => {
  await server.process.kill();
  rmSync(data, { recursive: true });
});

/** The longest margin after a shift that any ward has: that of the demonstration's is over by then, whichever it is. */
const margin = 45 * 60_000;

/** What takes access away, and what is over by it (A3, L1, S5): the session at the seat was entered by the badge, as the console's was, that on the phone by the passkey. */
const events: Readonly<
  Record<string, { readonly ends: readonly Rest[]; happen(person: WholePerson): Promise<void> }>
> = {
  "the badge is lost": {
    ends: ["seat", "console", "badge"],
    async happen({ id }) {
      const manager = server.demo.people.find(({ part }) => part === "manager");
      const cookie = await server.consoleCookie(manager?.badge ?? "", manager?.pin ?? "");
      const answer = await server.console(
        `wards/${server.demo.ward}/badge-lost`,
        { person: id },
        cookie,
      );
      expect(await answer.json()).toEqual({ badges: 1 });
    },
  },
  "the engagement is ended": {
    ends: ["seat", "console", "phone", "badge", "passkey", "duty"],
    happen: ({ staffNumber, name, badge }) =>
      server.takeIn(
        "staff",
        staff({
          staffNumber,
          family: name.split(" ")[1] ?? "",
          badge,
          ward: server.demo.ward,
          to: new Date(Date.now() - 1).toISOString(),
        }),
      ),
  },
  "the shift is over": {
    ends: ["seat", "duty"],
    async happen({ staffNumber }) {
      const until = Date.now() + 1_500;
      await server.takeIn("roster", roster(staffNumber, server.demo.ward, until - margin));
      await sleep(until - Date.now());
    },
  },
  "the person signs out": {
    ends: ["seat"],
    happen: (person) => person.seat.signOut(person),
  },
};

function managersCookie(): Promise<string> {
  const manager = server.demo.people.find(({ part }) => part === "manager");
  return server.consoleCookie(manager?.badge ?? "", manager?.pin ?? "");
}

/** A locum of the demonstration's ward whom the manager books for a shift in so many days, and the link for their phone. */
async function bookLink(name: string, days: number) {
  const cookie = await managersCookie();
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const shift = { day, from: "08:00", to: "12:00", ward: server.demo.ward, role: "nurse" };
  const answer = await server.console("locums", { ...shift, name, agency: "" }, cookie);
  const { locum } = await answer.json();
  const made = await server.console(`locums/${locum.engagement}/phone`, {}, cookie);
  const { link } = (await made.json()) as { readonly link: string };
  const secret = link.split("#")[1] ?? "";
  return {
    engagement: locum.engagement as string,
    person: locum.who.id as string,
    link: secret,
    passkey: testAuthenticator(),
  };
}

/** What no answer may say once nothing of theirs is left: of the patient, and of what was issued. */
function secretsOf({ chart, tokens }: WholePerson): readonly string[] {
  const { name, number } = chart.json.state.chart.patient;
  return [name, number, ...Object.values(tokens)];
}

/** The same bytes as were sent before, and bytes that were held back; by what they are. */
async function capture(replays: readonly Replay[]) {
  const sent: { readonly replay: Replay; readonly bytes: string }[] = [];
  for (const replay of replays.filter(({ once }) => once !== true)) {
    const bytes = await replay.make();
    const answer = await send(server.base, bytes);
    // What is refused now would prove nothing by being refused later.
    expect([replay.route, replay.isRefused(answer), answer.text]).toEqual([
      replay.route,
      false,
      answer.text,
    ]);
    sent.push({ replay, bytes });
  }
  const held = [];
  for (const replay of replays) held.push({ replay, bytes: await replay.make() });
  return { sent, held };
}

/** Proofs, and assertions of surroundings, are good once: bytes that were sent are refused for that alone. */
function isSpent({ json }: RawAnswer): boolean {
  return json?.error?.code === "proof-refused" || json?.error === "invalid_client";
}

/**
 * What shows somebody what goes on as long as they are in: the seat's screen, the records at the console; and what says to the
 * console and the phone that something has changed.
 */
async function openStreams({ cookie, id, name, phone, seat }: WholePerson) {
  const { base } = server;
  const atSeat = open(base, await proved(base, seat.key, "GET", "/bedside/api/stream"));
  const atConsole = open(
    base,
    bytesOf(base, "GET", "/console/api/stream", { headers: { cookie } }),
  );
  const hints = open(base, bytesOf(base, "GET", "/console/api/changes", { headers: { cookie } }));
  const headers = { "wardkey-occupant": id };
  const path = "/pocket/api/changes";
  const onPhone = open(base, await proved(base, phone, "GET", path, { headers }));
  await Promise.all([
    atSeat.until(name),
    atConsole.until("text/event-stream"),
    hints.until("event: changed"),
    onPhone.until("event: changed"),
  ]);
  return { atSeat, atConsole, hints, onPhone };
}

describe("a revoked person's tokens, cookies, seat keys and sockets, replayed through every interface", () => {
  test.each(Object.entries(events))("[S5] [L1] %s: refused", async (what, { ends, happen }) => {
    const person = await bringIn(server, surroundings, Object.keys(events).indexOf(what) + 1);
    const secrets = secretsOf(person);
    const { sent, held: kept } = await capture(replaysOf(server, surroundings, person));
    const { atSeat, atConsole, hints, onPhone } = await openStreams(person);
    const isOver = (rest: Rest) => ends.includes(rest);
    await happen(person);

    for (const { replay, bytes } of [...sent, ...kept]) {
      const { isRefused, rests, route } = replay;
      if (!rests.some(isOver)) continue;
      const answer = await send(server.base, bytes);
      const wasSent = sent.some((one) => one.bytes === bytes);
      const refused = (wasSent && isSpent(answer)) || isRefused(answer);
      expect([route, refused, answer.text]).toEqual([route, true, answer.text]);
      const names = rests.every(isOver) ? [person.name] : [];
      for (const secret of [...secrets, ...names]) expect(answer.text).not.toContain(secret);
    }

    await atSeat.until('"type":"locked"');
    const since = atSeat.text().slice(atSeat.text().indexOf('"type":"locked"'));
    for (const secret of [...secrets, person.name]) expect(since).not.toContain(secret);
    expect(since).not.toContain('"type":"in"');
    const held = [
      { stream: atConsole, rest: "console" },
      { stream: hints, rest: "console" },
      { stream: onPhone, rest: "phone" },
    ] as const;
    for (const { stream, rest } of held) {
      if (isOver(rest)) await stream.ended();
      expect([rest, stream.isClosed()]).toEqual([rest, isOver(rest)]);
      stream.close();
    }
    atSeat.close();
  });

  test("[L3] the link that the desk made for the own phone of somebody who does not come any more: refused, made before and since", async () => {
    const booked = await bookLink("Eva Zwischenstein", 2);
    const { sent, held } = await capture(replaysOfLink(server, booked));
    const { engagement, person } = booked;
    const path = `people/${person}/engagements/${engagement}/end`;
    const ended = await server.console(path, { reason: "withdrawn" }, await managersCookie());
    expect([ended.status, await ended.text()]).toEqual([200, expect.anything()]);
    for (const { replay, bytes } of [...sent, ...held]) {
      const answer = await send(server.base, bytes);
      const { isRefused, route } = replay;
      expect([route, isRefused(answer), answer.text]).toEqual([route, true, answer.text]);
      expect(answer.text).not.toContain("Zwischenstein");
    }
  });

  test("[L7] the same link gets what it asks for while they are to come, and once", async () => {
    const { held } = await capture(replaysOfLink(server, await bookLink("Uli Zwischenstein", 3)));
    for (const { replay, bytes } of held) {
      const answer = await send(server.base, bytes);
      expect([replay.route, answer.status, answer.text]).toEqual([replay.route, 200, answer.text]);
    }
    const spent = held.map(({ bytes }) => send(server.base, bytes));
    for (const { status } of await Promise.all(spent)) expect(status).toBe(409);
  });

  test("while nothing of it is revoked each of the same requests gets what it asks for", async () => {
    const person = await bringIn(server, surroundings, 9);
    const { held } = await capture(replaysOf(server, surroundings, person));
    for (const { replay, bytes } of held) {
      const answer = await send(server.base, bytes);
      const { after, isRefused, route } = replay;
      expect([route, isRefused(answer), answer.text]).toEqual([route, false, answer.text]);
      await after?.();
    }
  });

  test("each route of the server is replayed, or is known to open nothing to a person", async () => {
    const replayed = replaysOf(server, surroundings, await bringIn(server, surroundings, 8));
    const links = replaysOfLink(server, await bookLink("Ola Zwischenstein", 4));
    const ours = [...replayed, ...links].map(({ route }) => route);
    const known = new Set([...ours, ...streams, ...unopened]);
    const has = [...server.routes()].filter((route) => !/^(HEAD|OPTIONS) /.test(route));
    const mounted = await endpoints();
    const wanted = [...has.filter((route) => !route.endsWith(" /oidc/*")), ...mounted];
    expect(wanted.filter((route) => !known.has(route) && !answersNobody(route))).toEqual([]);
    // Nor is anything listed that is there no more.
    expect([...known].filter((route) => !wanted.includes(route))).toEqual([]);
  });

  test("the served interface is described whole, each operation with the credential that it asks for", async () => {
    const answer = await fetch(`${server.base}/openapi.json`);
    expect([answer.status, (await answer.json()).openapi]).toEqual([200, "3.1.0"]);
  });

  test("what takes another's credentials or none gives for a person's what it gives without", async () => {
    const person = await bringIn(server, surroundings, 7);
    const { base } = server;
    for (const route of [...unopened].filter((one) => !ownKey.has(one))) {
      const [method = "", path = ""] = route.split(" ");
      const to = path.replace(/:\w+/g, "x").replace("*", "x");
      const body = method === "GET" ? {} : { body: {} };
      const headers = { origin: base, cookie: person.cookie };
      const authorization = `Bearer ${person.tokens.own}`;
      const dpop = await person.seat.key.proof(method, to);
      const without = await send(
        base,
        bytesOf(base, method, to, { headers: { origin: base }, ...body }),
      );
      const more = { ...headers, authorization, dpop };
      const answer = await send(base, bytesOf(base, method, to, { headers: more, ...body }));
      expect([route, answer.status]).toEqual([route, without.status]);
      for (const secret of [...secretsOf(person), person.name]) {
        expect(answer.text).not.toContain(secret);
      }
    }
  });
});

/** The provider's own, below /oidc, by the document that says where they are. */
async function endpoints(): Promise<readonly string[]> {
  const found = await fetch(`${server.base}/oidc/.well-known/openid-configuration`);
  const places = Object.entries((await found.json()) as Readonly<Record<string, unknown>>)
    .filter(([name]) => name.endsWith("_endpoint"))
    .map(([, place]) => new URL(String(place)).pathname);
  const posts = places.map((path) => `POST ${path}`);
  const gets = ["authorize", "userinfo"].map((name) => `GET /oidc/${name}`);
  return [...posts, ...gets];
}

/** The replays keep these open. */
const streams = [
  "GET /bedside/api/stream",
  "GET /console/api/stream",
  "GET /console/api/changes",
  "GET /pocket/api/changes",
];

/** Where a browser's key, or a page without one, begins: nothing of a person goes with it. */
const ownKey: ReadonlySet<string> = new Set([
  "POST /bedside/api/enrol",
  "POST /bedside/api/passkey/sign-in/options",
  // Anybody at a seat calls for help (X16): nothing rests on who they are.
  "POST /bedside/api/emergency/declare",
  "POST /console/api/passkey/options",
  "POST /pocket/api/register/options",
  "POST /pocket/api/sign-in/options",
]);

/** What no credential of a person's is for: others' keys, or none. */
const unopened: ReadonlySet<string> = new Set([
  ...ownKey,
  // An application's, as itself (RFC 9126, RFC 7009), and the connect page, which is a page like any.
  "POST /oidc/par",
  "POST /oidc/revoke",
  "POST /oidc/authorize",
  "GET /connect/:uid",
  // A wallet's answer, by the state of the request that it answers.
  "POST /passports/response",
  // What a wallet takes its passport by: an offer's code and PIN, and the token that it gets for them.
  "POST /passports/token",
  "POST /passports/nonce",
  "POST /passports/credential",
  "GET /passports/status/:number",
  "GET /.well-known/openid-credential-issuer/passports",
  "GET /.well-known/oauth-authorization-server/passports",
  "GET /.well-known/jwt-vc-issuer/passports",
  // A sensor's key.
  "POST /presence/api/report",
  // A workload's API key, and the token in the data directory.
  "POST /devices/report",
  "POST /devices/seen",
  "POST /grants",
  "GET /grants",
  "POST /grants/:id/answer",
  "POST /grants/:id/start",
  "POST /grants/:id/end",
  "GET /operator/applications",
  "POST /operator/applications",
  "POST /operator/applications/:id/retire",
  "GET /operator/candidate",
  "POST /operator/candidate",
  "POST /operator/candidate/end",
  "POST /operator/engagements/:engagement/move",
  "POST /operator/import",
  "POST /operator/passports/turn-key",
  "POST /operator/registrations/:register/release",
  "POST /operator/scim/:client/release",
  "GET /operator/workloads",
  "GET /operator/workloads/:id",
  "POST /operator/workloads",
  "GET /operator/visibility",
  "POST /operator/visibility",
  ...["approve", "handover", "extend", "suspend", "resume", "retire", "credentials"].map(
    (act) => `POST /operator/workloads/:id/${act}`,
  ),
  "POST /leaks",
  "GET /operator/findings",
  "POST /operator/findings/accept",
  "POST /operator/findings/remedy",
  "POST /operator/workloads/:id/narrow",
  "POST /operator/workloads/:id/review",
  "POST /operator/vendors/flag",
  "POST /operator/vendors/clear",
  "POST /operator/canaries",
  "POST /operator/canaries/end",
  "POST /operator/quarantine",
  "POST /operator/quarantine/release",
  "POST /operator/credentials/:id/finish",
  "POST /operator/credentials/:id/end",
  "GET /operator/database-roles",
  "POST /operator/database-roles/:role/end",
  // A workload's access token.
  "POST /databases/:name/roles",
  "POST /databases/roles/:name/renew",
  "DELETE /databases/roles/:name",
  ...["Users", "Groups"].flatMap((kind) => [
    `GET /scim/v2/${kind}`,
    `POST /scim/v2/${kind}`,
    `POST /scim/v2/${kind}/.search`,
    `GET /scim/v2/${kind}/:id`,
    `PUT /scim/v2/${kind}/:id`,
    `PATCH /scim/v2/${kind}/:id`,
    `DELETE /scim/v2/${kind}/:id`,
  ]),
  ...["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => `${method} /scim/v2/Me`),
  "POST /scim/v2/Bulk",
  "GET /scim/v2/ServiceProviderConfig",
  "GET /scim/v2/ResourceTypes",
  "GET /scim/v2/ResourceTypes/:id",
  "GET /scim/v2/Schemas",
  "GET /scim/v2/Schemas/:id",
  "POST /ssf/streams",
  "GET /ssf/streams",
  "PATCH /ssf/streams",
  "PUT /ssf/streams",
  "DELETE /ssf/streams",
  "GET /ssf/status",
  "POST /ssf/status",
  "POST /ssf/streams/:id/poll",
  "POST /ssf/verification",
  // Anybody's.
  "GET /*",
  "GET /.well-known/authzen-configuration",
  "GET /.well-known/oauth-authorization-server/oidc",
  "GET /.well-known/openid-configuration/oidc",
  "GET /.well-known/smart-configuration",
  "GET /.well-known/oauth-protected-resource/scim/v2",
  "GET /.well-known/oauth-protected-resource/ssf",
  "GET /.well-known/ssf-configuration",
  "GET /docs",
  "GET /docs/json",
  "GET /docs/static/*",
  "GET /docs/static/index.html",
  "GET /docs/static/swagger-initializer.js",
  "GET /docs/yaml",
  "GET /fhir/.well-known/smart-configuration",
  "GET /bedside/api/nonce",
  "GET /healthz",
  "GET /openapi.json",
  "GET /readyz",
  "GET /ssf/jwks.json",
]);

/** The wrong methods of AuthZEN's addresses, which say 405 to everybody. */
function answersNobody(route: string): boolean {
  return /^(GET|PUT|PATCH|DELETE) \/access\/v1\//.test(route);
}
