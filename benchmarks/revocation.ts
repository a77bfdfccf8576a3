/**
 * From a revoking event to the first refusal, with live sessions around it, at every interface that stands behind a session: the
 * seat, the decisions that other programs ask for, token introspection, and a receiver of pushed security events. Each is asked
 * every 10 ms. Measured against the real server in a process of its own, from the answer to the request that revokes; of a shift
 * that is over, from that instant.
 *
 * npm run benchmark:revocation [-- --json] [-- --sessions 2000] [-- --samples 40]
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { send } from "../e2e/support/raw-request.ts";
import type { ConnectedApplication, StaffedServer } from "../e2e/support/staffed-server.ts";
import { askForCode, codeFor, proved, redeeming } from "../e2e/support/whole-person.ts";
import {
  type BusyHospital,
  margin,
  type Occupant,
  openBusyHospital,
  rosterColumns,
  staffColumns,
  staffLine,
} from "./support/busy-hospital.ts";
import type { Told } from "./support/push-receiver.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    sessions: { type: "string", default: "2000" },
    samples: { type: "string", default: "40" },
  },
});
const samples = Number(values.samples);
const sessions = Math.max(Number(values.sessions), 3 * samples);

/** How often each interface is asked, in milliseconds. */
const every = 10;
/** How long interfaces are asked before a shift ends, in milliseconds: they permit then. */
const before = 500;
/** A shift's end is told at least so long before interfaces are asked, in milliseconds; on a busy machine, where that takes, longer. */
const ahead = 700;

const events = ["badge lost", "engagement ended", "shift over"] as const;
type EventName = (typeof events)[number];
const asked = ["seat", "decision", "introspection"] as const;
const interfaces = [...asked, "push receiver"] as const;

/** What one interface said about one event, in milliseconds from it. */
interface Heard {
  /** The first refusal's arrival. */
  refused: number;
  /** Permitted although it was asked after the event: there may be none (D2). */
  late: number;
  /** Asked before the event and permitted: else its refusal means nothing. */
  permitted: number;
  /** Neither permitted nor refused: the server was too busy, or gave no answer. */
  unanswered: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/** Somebody with a token of their own. */
interface Subject extends Occupant {
  readonly token: string;
}

interface Bench {
  readonly server: StaffedServer;
  /** Where everybody is whom an event happens to. */
  readonly ward: string;
  readonly manager: string;
  readonly charts: ConnectedApplication;
  /** When a SET about it came. */
  readonly arrived: Map<string, number>;
}

async function openBench({ server, ward }: BusyHospital): Promise<Bench & { stop(): void }> {
  const { demo } = server;
  const charts = await server.application({
    id: "charts",
    name: "Charts",
    scopes: ["openid", "profile", "online_access", "user/*.rs"],
  });
  const manager = demo.people.find(({ part }) => part === "manager");
  const arrived = new Map<string, number>();
  const receiver = fork(join(import.meta.dirname, "support/push-receiver.ts"));
  const port = await new Promise<number>((resolve) => {
    receiver.on("message", (told: Told) => {
      if (told.type === "listening") return resolve(told.port);
      // The first that is heard of a session or a person counts.
      if (!arrived.has(told.subject)) arrived.set(told.subject, told.at);
    });
  });
  await post(`${server.base}/ssf/streams`, {
    headers: { authorization: `Bearer ${demo.apiKey}` },
    body: {
      delivery: { method: "urn:ietf:rfc:8935", endpoint_url: `http://127.0.0.1:${port}/` },
      events_requested: ["https://schemas.openid.net/secevent/caep/event-type/session-revoked"],
    },
  });
  return {
    server,
    ward,
    charts,
    manager: await server.consoleCookie(manager?.badge ?? "", manager?.pin ?? ""),
    arrived,
    stop: () => void receiver.kill("SIGKILL"),
  };
}

async function post(
  url: string,
  {
    headers = {},
    body,
  }: { readonly headers?: Readonly<Record<string, string>>; readonly body: object | string },
): Promise<{ readonly status: number; readonly json: Awaited<ReturnType<Response["json"]>> }> {
  const isForm = typeof body === "string";
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body: isForm ? body : JSON.stringify(body),
  });
  if (answer.status >= 500) throw new Error(`${url} says ${answer.status}`);
  return { status: answer.status, json: await answer.json() };
}

/** Signs somebody in to the application at their seat. */
async function withToken({ server, charts }: Bench, occupant: Occupant): Promise<Subject> {
  const { base } = server;
  const request = await askForCode(base, charts);
  const headers = { cookie: request.cookie };
  const answering = await proved(base, occupant.key, "POST", request.page, { headers, body: {} });
  const { to } = (await send(base, answering)).json;
  const { pathname, search } = new URL(to, base);
  const code = await codeFor(base, pathname + search, request);
  const body = await redeeming(charts, code, request);
  const { json } = await post(`${base}/oidc/token`, { body });
  return { ...occupant, token: json.access_token };
}

/** Whether each interface permits. */
function asking({ server, charts }: Bench, { key, person, session, token }: Subject) {
  const { base, demo } = server;
  const patient = demo.patients[0]?.id;
  const opening = "/bedside/api/chart/open";
  const question = {
    subject: { type: "person", id: person },
    action: { name: "chart.open" },
    resource: { type: "patient", id: patient },
    context: { session, remedies: false },
  };
  return {
    async seat() {
      const dpop = await key.proof("POST", opening);
      const headers = { origin: base, dpop, "wardkey-occupant": person };
      const { json, status } = await post(base + opening, { headers, body: { patient } });
      return status === 200 && json.type === "open";
    },
    async decision() {
      const headers = { authorization: `Bearer ${demo.apiKey}` };
      const { json } = await post(`${base}/access/v1/evaluation`, { headers, body: question });
      return json.decision === true;
    },
    async introspection() {
      const body = await charts.form({ token });
      return (await post(`${base}/oidc/introspect`, { body })).json.active === true;
    },
  } satisfies Record<(typeof asked)[number], () => Promise<boolean>>;
}

interface Answer {
  readonly sent: number;
  readonly at: number;
  readonly permitted: boolean;
}

/** What was heard of one interface. */
interface Heed {
  readonly answers: readonly Answer[];
  readonly unanswered: number;
}

/** Asks every 10 ms, whether or not the last one is answered, until it is stopped. */
function watch(ask: () => Promise<boolean>) {
  const answers: Answer[] = [];
  const open = new Set<Promise<void>>();
  // A server that is too busy says so, and that is no refusal: it is asked again 10 ms later.
  let unanswered = 0;
  let lastFault: unknown;
  const one = async () => {
    const sent = now();
    try {
      const permitted = await ask();
      answers.push({ sent, at: now(), permitted });
    } catch (error) {
      unanswered++;
      lastFault = error;
    }
  };
  const timer = setInterval(() => {
    const asking = one();
    open.add(asking);
    void asking.finally(() => open.delete(asking));
  }, every);
  return {
    isPermitted: () => answers.some(({ permitted }) => permitted),
    isRefused: () => answers.some(({ permitted }) => !permitted),
    fault: () => lastFault,
    async stop(): Promise<Heed> {
      clearInterval(timer);
      await Promise.all(open);
      return { answers, unanswered };
    },
  };
}

function heardOf({ answers, unanswered }: Heed, event: number): Heard {
  const refusals = answers.filter(({ permitted }) => !permitted).map(({ at }) => at);
  const permitted = answers.filter((answer) => answer.permitted);
  return {
    refused: Math.max(0, Math.min(...refusals) - event),
    late: permitted.filter(({ sent }) => sent >= event).length,
    permitted: permitted.filter(({ sent }) => sent < event).length,
    unanswered,
  };
}

async function until(
  what: string,
  isTrue: () => boolean,
  fault: () => unknown = () => undefined,
): Promise<void> {
  const giveUp = now() + 10_000;
  while (!isTrue()) {
    if (now() > giveUp) {
      throw new Error(`not ${what} everywhere within 10 s`, { cause: fault() });
    }
    await sleep(2);
  }
}

/** One event: `happen` answers when it had been acknowledged. */
async function measure(
  bench: Bench,
  subject: Subject,
  happen: () => Promise<number>,
): Promise<Readonly<Record<(typeof interfaces)[number], Heard>>> {
  const { arrived } = bench;
  const ways = asking(bench, subject);
  const watches = asked.map((name) => watch(ways[name]));
  const fault = () => watches.map((each) => each.fault()).find((each) => each !== undefined);
  let event = Number.NaN;
  try {
    await until("permitted", () => watches.every(({ isPermitted }) => isPermitted()), fault);
    event = await happen();
    const isTold = () => arrived.has(subject.session) || arrived.has(subject.person);
    await until("refused", () => watches.every(({ isRefused }) => isRefused()) && isTold(), fault);
  } finally {
    // Given up, too: what goes on asking would keep the process for ever.
    await Promise.all(watches.map(({ stop }) => stop()));
  }
  const [seat, decision, introspection] = await Promise.all(
    watches.map(async ({ stop }) => heardOf(await stop(), event)),
  );
  const told = Math.min(
    arrived.get(subject.session) ?? Number.POSITIVE_INFINITY,
    arrived.get(subject.person) ?? Number.POSITIVE_INFINITY,
  );
  const push = { refused: Math.max(0, told - event), late: 0, permitted: 1, unanswered: 0 };
  return { seat, decision, introspection, "push receiver": push } as never;
}

type Measured = Awaited<ReturnType<typeof measure>>;

/**
 * Makes the event happen to each, one after the other. Each gets their token, and each shift its end, when its turn comes: told to
 * all beforehand, the last one's would be over before it is asked about where the machine is busy with something else.
 */
async function run(
  bench: Bench,
  event: EventName,
  occupants: readonly Occupant[],
): Promise<readonly Measured[]> {
  const { manager, server, ward } = bench;
  const found: Measured[] = [];
  // How long telling an end takes here, learnt from one that is far away and means nothing.
  let took = 0;
  const tellEnd = async (occupant: Occupant, end: number): Promise<void> => {
    const begun = now();
    await server.takeIn("roster", rosterUntil(occupant, ward, end));
    took = Math.max(took, now() - begun);
  };
  for (const occupant of occupants) {
    const subject = await withToken(bench, occupant);
    let end = Number.NaN;
    if (event === "shift over") {
      if (took === 0) await tellEnd(subject, Math.ceil(now()) + 3_600_000);
      end = Math.ceil(now() + before + Math.max(ahead, 4 * took));
      await tellEnd(subject, end);
      await sleep(Math.max(0, end - before - now()));
    }
    const happen: Record<EventName, () => Promise<number>> = {
      "badge lost": async () => {
        await server.console(`wards/${ward}/badge-lost`, { person: subject.person }, manager);
        return now();
      },
      "engagement ended": async () => {
        const to = new Date(Date.now() - 1).toISOString();
        await server.takeIn("staff", [staffColumns, staffLine(subject, ward, to), ""].join("\n"), {
          ends: 1,
        });
        return now();
      },
      "shift over": async () => end,
    };
    found.push(await measure(bench, subject, happen[event]));
  }
  return found;
}

function rosterUntil({ staffNumber }: Occupant, ward: string, end: number): string {
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const to = new Date(end - margin).toISOString();
  return [rosterColumns, `${staffNumber},${staffNumber},${ward},nurse,${from},${to}`, ""].join(
    "\n",
  );
}

/** Milliseconds, and how many requests were permitted that should not have been. */
function distributionOf(found: readonly Heard[]) {
  const sorted = found.map(({ refused }) => refused).toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
  if (found.some(({ permitted }) => permitted === 0)) throw new Error("refused before the event");
  const late = found.reduce((sum, one) => sum + one.late, 0);
  const unanswered = found.reduce((sum, one) => sum + one.unanswered, 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), late, unanswered };
}

const data = mkdtempSync(join(tmpdir(), "wardkey-revocation-"));
const hospital = await openBusyHospital(data, { known: 3 * samples, sessions });
const bench = await openBench(hospital);
const results = [];
try {
  for (const [index, event] of events.entries()) {
    const some = hospital.occupants.slice(index * samples, (index + 1) * samples);
    const found = await run(bench, event, some);
    for (const name of interfaces) {
      results.push({ event, interface: name, ...distributionOf(found.map((one) => one[name])) });
    }
  }
} finally {
  bench.stop();
  await hospital.server.process.kill();
  rmSync(data, { recursive: true, force: true });
}

if (values.json) console.log(JSON.stringify({ sessions, samples, every, target: 250, results }));
else {
  console.log(
    `${sessions} live sessions, ${samples} events of each kind; milliseconds, p99 below 250`,
  );
  for (const { event, interface: name, p50, p95, p99, max, late, unanswered } of results) {
    const figures = `p50 ${p50}  p95 ${p95}  p99 ${p99}  max ${max}`;
    const note =
      (late === 0 ? "" : `  ${late} permitted after it`) +
      (unanswered === 0 ? "" : `  ${unanswered} not answered`);
    console.log(
      `${event.padEnd(17)} ${name.padEnd(14)} ${figures}${p99 < 250 ? "" : "  MISSED"}${note}`,
    );
  }
}
