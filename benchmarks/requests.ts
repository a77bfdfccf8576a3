/**
 * From a request for access to the screens of who answers it, with live sessions and open streams around it: from sending the
 * requester's POST to the event on the approver's streams, at a console and on a phone, and to the answer of the fetch that each
 * makes then. Measured against the real server in a process of its own.
 *
 * npm run benchmark:requests [-- --json] [-- --sessions 2000] [-- --streams 300] [-- --samples 200]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { BrowserKey } from "../e2e/support/plain-seat.ts";
import type { StaffedServer } from "../e2e/support/staffed-server.ts";
import { type PhoneOf, phoneOf } from "../e2e/support/whole-person.ts";
import { openBusyHospital } from "./support/busy-hospital.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    sessions: { type: "string", default: "2000" },
    streams: { type: "string", default: "300" },
    samples: { type: "string", default: "200" },
  },
});
const samples = Number(values.samples);
const sessions = Number(values.sessions);
const streams = Number(values.streams);
/** Several windows of one console have a stream each. */
const windows = 4;
const target = 300;
/** Requests before any is counted: the server compiles what it runs often. */
const before = 20;

const now = (): number => performance.timeOrigin + performance.now();

/** A stream of hints that is opened again when the server ends it, as a page does. */
interface Hints {
  /** Resolves at the next hint, with when it came: the first of a stream that was opened anew is one, too. */
  next(): Promise<number>;
  close(): void;
}

function listen(base: string, path: string, headersOf: () => Promise<Record<string, string>>) {
  return new Promise<Hints>((resolve, reject) => {
    let wake = (_at: number) => {};
    let current: ReturnType<typeof httpRequest> | undefined;
    let closed = false;
    const open = async () => {
      const headers = await headersOf();
      if (closed) return;
      const asked = httpRequest(base + path, { headers, agent: false });
      current = asked;
      asked.on("response", (answer: IncomingMessage) => {
        if (answer.statusCode !== 200)
          return reject(new Error(`${path} says ${answer.statusCode}`));
        answer.on("data", (chunk: Buffer) => {
          if (!chunk.includes("event: changed")) return;
          wake(now());
          resolve(hints);
        });
        answer.on("error", () => undefined);
        answer.on("close", () => void open());
      });
      asked.on("error", (error) => (closed ? undefined : reject(error)));
      asked.end();
    };
    const hints: Hints = {
      next: () =>
        new Promise((told) => {
          wake = told;
        }),
      close() {
        closed = true;
        current?.destroy();
      },
    };
    void open();
  });
}

async function post(
  base: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: object,
): Promise<Awaited<ReturnType<Response["json"]>>> {
  const answer = await fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base, ...headers },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${path} says ${JSON.stringify(json)}`);
  return json;
}

/** Milliseconds since the request was sent. */
interface Sample {
  readonly acknowledged: number;
  readonly console: { readonly event: number; readonly shown: number };
  readonly phone: { readonly event: number; readonly shown: number };
}

interface Bench {
  readonly server: StaffedServer;
  readonly cookie: string;
  readonly approver: string;
  /** That they are in charge of. */
  readonly ward: string;
  readonly phone: PhoneOf;
  readonly desk: Hints;
  readonly pocket: Hints;
}

async function provedBy(key: BrowserKey, method: string, path: string, person: string) {
  return { dpop: await key.proof(method, path), "wardkey-occupant": person };
}

async function openBench(server: StaffedServer): Promise<Bench> {
  const { base, demo } = server;
  const part = (name: string) => demo.people.find((one) => one.part === name);
  const [manager, inCharge] = [part("manager"), part("colleague")];
  if (manager === undefined || inCharge === undefined)
    throw new Error("the demonstration lacks one");
  const managers = await server.consoleCookie(manager.badge, manager.pin);
  const phone = await phoneOf(server, managers, inCharge);
  const cookie = await server.consoleCookie(inCharge.badge, inCharge.pin);
  const desk = await listen(base, "/console/api/changes", async () => ({ cookie }));
  const path = "/pocket/api/changes";
  const pocket = await listen(base, path, async () => ({
    origin: base,
    ...(await provedBy(phone.key, "GET", path, inCharge.id)),
  }));
  return { server, cookie, approver: inCharge.id, ward: inCharge.ward, phone, desk, pocket };
}

/** Streams of others, whom the requests do not concern. */
async function openOthers({ server }: Bench): Promise<readonly Hints[]> {
  const { base, demo } = server;
  const others: Hints[] = [];
  const [someone] = demo.people.filter(({ part }) => part === "privacyOfficer");
  if (someone === undefined) throw new Error("the demonstration has no privacy officer");
  while (others.length < streams) {
    const cookie = await server.consoleCookie(someone.badge, someone.pin);
    for (let window = 0; window < windows && others.length < streams; window++) {
      others.push(await listen(base, "/console/api/changes", async () => ({ cookie })));
    }
  }
  return others;
}

/** As a page does: at each hint it asks, until the request is there. */
async function untilShown(hints: Hints, sent: number, isShown: () => Promise<boolean>) {
  let next = hints.next();
  for (;;) {
    const at = await next;
    next = hints.next();
    if (await isShown()) return { event: at - sent, shown: now() - sent };
  }
}

/** Asks once, and waits until the request is in what both of the approver's screens fetch. */
async function measure(bench: Bench, asker: { person: string; key: BrowserKey }): Promise<Sample> {
  const { server, cookie, approver, phone, desk, pocket, ward } = bench;
  const { base } = server;
  const asking = "/bedside/api/grants/request";
  const headers = await provedBy(asker.key, "POST", asking, asker.person);
  const isIn = ({ waiting }: { waiting: readonly { who: { id: string } }[] }) =>
    waiting.some(({ who }) => who.id === asker.person);
  const sent = now();
  const console = untilShown(desk, sent, async () => {
    const answer = await fetch(`${base}/console/api/grants`, { headers: { cookie } });
    return isIn(await answer.json());
  });
  const onPhone = untilShown(pocket, sent, async () => {
    const path = "/pocket/api/state";
    const { state } = await post(base, path, await provedBy(phone.key, "POST", path, approver), {});
    return isIn(state.grants);
  });
  const acknowledged = post(base, asking, headers, {
    kind: "ward",
    ward,
    reason: "covering",
  }).then(() => now() - sent);
  const found = { acknowledged: await acknowledged, console: await console, phone: await onPhone };
  // Answered at once, so that the next one is as the first.
  const listed = await fetch(`${base}/console/api/grants`, { headers: { cookie } });
  const { waiting } = await listed.json();
  for (const { id } of waiting) {
    await post(base, `/console/api/grants/${id}/answer`, { cookie }, { answer: "deny" });
  }
  await sleep(20);
  return found;
}

/** Milliseconds. */
function distributionOf(found: readonly number[]) {
  const sorted = found.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

const data = mkdtempSync(join(tmpdir(), "wardkey-requests-"));
const hospital = await openBusyHospital(data, { known: 20, sessions, knownIn: "4A" });
const found: Sample[] = [];
try {
  const bench = await openBench(hospital.server);
  const others = await openOthers(bench);
  for (let turn = 0; turn < before + samples; turn++) {
    const asker = hospital.occupants[turn % hospital.occupants.length];
    const sample = asker && (await measure(bench, asker));
    if (sample !== undefined && turn >= before) found.push(sample);
  }
  for (const one of [...others, bench.desk, bench.pocket]) one.close();
} finally {
  await hospital.server.process.kill();
  rmSync(data, { recursive: true, force: true });
}

const rows: readonly (readonly [string, (sample: Sample) => number])[] = [
  ["answer to the requester", ({ acknowledged }) => acknowledged],
  ["event at the console", ({ console }) => console.event],
  ["request at the console", ({ console }) => console.shown],
  ["event on the phone", ({ phone }) => phone.event],
  ["request on the phone", ({ phone }) => phone.shown],
];
const results = rows.map(([what, of]) => ({ what, ...distributionOf(found.map(of)) }));
if (values.json) console.log(JSON.stringify({ sessions, streams, samples, target, results }));
else {
  console.log(`${sessions} live sessions, ${streams} streams beside; ${samples} requests`);
  console.log("milliseconds since it was sent, p99 below 300");
  for (const { what, p50, p95, p99, max } of results) {
    const missed = p99 < target ? "" : "  MISSED";
    console.log(`${what.padEnd(24)} p50 ${p50}  p95 ${p95}  p99 ${p99}  max ${max}${missed}`);
  }
}
