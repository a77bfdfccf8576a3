/**
 * Four nodes on one PostgreSQL, one of them slowed by 2 ms before each append: what they do together, whether each gets
 * its turn, and how long the others stand still when a node is stopped while it holds the head row.
 *
 * npm run benchmark:nodes [-- --json] [-- --seconds 5]
 */
import { parseArgs } from "node:util";
import { startPostgres } from "../tests/support/postgres.ts";
import type { ServerSetup } from "./support/decision-server.ts";
import { askOnce, loadDecisions, type RunningServer, startDecisionServer } from "./support/load.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean" }, seconds: { type: "string", default: "5" } },
});
const seconds = Number(values.seconds);

const postgres = await startPostgres({ durable: true });
if ("skipped" in postgres) {
  console.error(`Nothing to measure: ${postgres.skipped}`);
  process.exit(1);
}
const servers: RunningServer[] = [];

async function startNodes(database: string): Promise<void> {
  const store = await postgresDatabase(database);
  const setup = { store, evaluator: "engine", maxBatch: 512, commitDelay: 0 } as const;
  for (let node = 0; node < 4; node++) {
    const appendDelay = node === 3 ? 2 : 0;
    servers.push(
      await startDecisionServer({ ...setup, load: node === 0, appendDelay } satisfies ServerSetup),
    );
  }
}

async function postgresDatabase(name: string): Promise<string> {
  if ("skipped" in postgres) throw new Error(postgres.skipped);
  return postgres.database(name);
}

async function rateOf(nodes: readonly RunningServer[], connections: number) {
  const results = await Promise.all(
    nodes.map((node) => loadDecisions(node, { connections, seconds })),
  );
  return results.map(({ rate }) => Math.round(rate));
}

/** The longest time in which none of `nodes` answered, while another, under load like them, was stopped for two seconds. */
async function longestStall(
  nodes: readonly RunningServer[],
  stopped: RunningServer,
): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const until = last + 5_000;
  const client = async (node: RunningServer, isWatched: boolean) => {
    while (performance.now() < until) {
      const isPermit = await askOnce(node).catch(() => false);
      if (!isWatched || !isPermit) continue;
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
  };
  const clients = [...nodes, stopped].flatMap((node) =>
    Array.from({ length: 8 }, () => client(node, node !== stopped)),
  );
  setTimeout(() => stopped.child.kill("SIGSTOP"), 1_500);
  setTimeout(() => stopped.child.kill("SIGCONT"), 3_500);
  await Promise.all(clients);
  return Math.round(longest);
}

try {
  await startNodes("nodes");
  const [first, ...others] = servers as [RunningServer, ...RunningServer[]];
  const [alone = 0] = await rateOf([first], 64);
  const full = await rateOf(servers, 64);
  const shared = await rateOf(servers, 16);
  const sum = (rates: readonly number[]) => rates.reduce((total, rate) => total + rate, 0);
  const figures = await Promise.all(
    servers.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/figures`)).json()),
  );
  const mostTries = Math.max(...figures.map(({ mostTries: tries }) => tries as number));
  const stalls: number[] = [];
  // Whether the head row is held at the moment of the stop is chance: the worst of several.
  for (let count = 0; count < 5; count++) stalls.push(await longestStall(others, first));
  const stall = Math.max(...stalls);
  const report = {
    alone,
    together64: {
      rates: full,
      ratio: sum(full) / alone,
      smallestShare: Math.min(...full) / sum(full),
    },
    together16: {
      rates: shared,
      ratio: sum(shared) / alone,
      smallestShare: Math.min(...shared) / sum(shared),
    },
    mostTries,
    longestStallMilliseconds: stall,
  };
  if (values.json) console.log(JSON.stringify(report));
  else print(report);
} finally {
  for (const server of servers) await server.stop();
  await postgres.stop();
}

function print(report: {
  readonly alone: number;
  readonly together64: {
    readonly rates: readonly number[];
    readonly ratio: number;
    readonly smallestShare: number;
  };
  readonly together16: {
    readonly rates: readonly number[];
    readonly ratio: number;
    readonly smallestShare: number;
  };
  readonly mostTries: number;
  readonly longestStallMilliseconds: number;
}): void {
  const { alone, longestStallMilliseconds, mostTries, together16, together64 } = report;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  console.log(`one node, 64 clients                     ${alone}/s`);
  for (const [label, { rates, ratio, smallestShare }, target] of [
    ["four nodes, 64 clients at each", together64, 0.8],
    ["four nodes, 64 clients in all", together16, 0.35],
  ] as const) {
    console.log(
      `${label.padEnd(40)} ${rates.join(" + ")}/s; ratio ${ratio.toFixed(2)} (target ${target}); smallest share ${percent(smallestShare)} (target 15 %)`,
    );
  }
  console.log(`most tries for one batch                 ${mostTries} (target 3)`);
  console.log(
    `longest stall, one node stopped          ${longestStallMilliseconds} ms (target 1000)`,
  );
}
