/**
 * The engine beside its peers: hand-written JavaScript, cedar-wasm, casbin and CASL decide the same requests by the
 * same policies in this one run, at 8 policies and at 1,000. First all of them are compared; nothing is measured
 * unless they agree. Machines differ, ratios less so.
 *
 * npm run benchmark:engine [-- --json] [-- --plot FILE] [-- --seconds 1] [-- --rounds 3] [-- --seed 1]
 *
 * While working on one of them: -- --only hand-written,engine-prepared measures these and compares nothing;
 * -- --only growth measures how compiling and loading grow, and nothing else.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { checkAgreement } from "./engine-speed/check-agreement.ts";
import { type Claim, claimsOf, growthClaims } from "./engine-speed/claims.ts";
import { contenders } from "./engine-speed/contenders.ts";
import { generateDomain } from "./engine-speed/domain.ts";
import { decideByHand } from "./engine-speed/hand-written.ts";
import { measureContenders } from "./engine-speed/measure-contenders.ts";
import { type Growth, measureGrowth } from "./engine-speed/measure-growth.ts";
import { batchOf, type HttpResults, measureHttp } from "./engine-speed/measure-http.ts";
import { plotTimes } from "./engine-speed/plot-times.ts";

const values = readOptions();

function readOptions() {
  try {
    const { values: read } = parseArgs({
      options: {
        json: { type: "boolean" },
        only: { type: "string" },
        plot: { type: "string" },
        rounds: { type: "string", default: "3" },
        seconds: { type: "string", default: "1" },
        seed: { type: "string", default: "1" },
      },
    });
    const known = ["growth", ...Object.keys(contenders)];
    const unknown = read.only?.split(",").find((name) => !known.includes(name));
    if (unknown === undefined) return read;
    throw new TypeError(
      `There is nothing called "${unknown}" to measure; there is ${known.join(", ")}.`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error("Options: --json, --only NAMES, --plot FILE, --rounds N, --seconds N, --seed N");
    return process.exit(2);
  }
}

const [rounds, seconds, seed] = [
  Number(values.rounds),
  Number(values.seconds),
  Number(values.seed),
];
const say = (text: string) => values.json || console.log(text);

const options = { rounds, seconds, seed };
const only = values.only?.split(",");

if (only === undefined) await measureAll();
else if (values.only === "growth") await measureGrowthAlone();
else await measureContenders({ ...options, only }, console.log);

async function measureGrowthAlone(): Promise<void> {
  const growth = await measureGrowth();
  printGrowth(growth);
  const claims = growthClaims(growth);
  printClaims(claims);
  if (values.json) console.log(JSON.stringify({ growth, claims }));
}

async function measureAll(): Promise<void> {
  const agreement = await checkAgreement(seed);
  const { permits, requests, scopedRequests } = agreement;
  say(
    `${requests} requests, ${permits} of them permitted, and ${scopedRequests} for scoped policies:`,
  );
  say("all contenders agree.\n");
  const measured = await measureContenders(options, say);
  say("");
  const domain = generateDomain(seed);
  const http = await measureHttp(
    domain,
    { ...options, seconds: seconds * 3 },
    decideByHand(domain),
  );
  printHttp(http);
  const growth = await measureGrowth();
  printGrowth(growth);
  const claims = claimsOf(measured, http, growth);
  printClaims(claims);
  if (values.plot !== undefined) writeFileSync(values.plot, plotTimes(measured));
  if (values.json) {
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    console.log(JSON.stringify({ ...options, machine, agreement, measured, http, growth, claims }));
  }
}

function printHttp({ batch, single }: HttpResults): void {
  const rows = [
    ["HTTP, single, constant answer", single.constant],
    ["HTTP, single, this engine", single.engine],
    [`HTTP, batches of ${batchOf}, constant answer`, batch.constant],
    [`HTTP, batches of ${batchOf}, this engine`, batch.engine],
  ] as const;
  for (const [name, { decisions, p50, p99, used }] of rows) {
    const rate = `${decisions.toString().padStart(9)} decisions/s`;
    say(
      `${name.padEnd(64)} ${rate}  p50 ${p50} ms  p99 ${p99} ms  ${used} µs of processor a request`,
    );
  }
  say("");
}

function printGrowth(growth: readonly Growth[]): void {
  for (const { sizes, what } of growth) {
    say(`${what}:`);
    for (const { count, time, used } of sizes) {
      const whole = `${Math.round(time)} ms (${Math.round(used)} of processor)`;
      const rate = Math.round((count / time) * 1000).toLocaleString("en");
      const each = `${figure((time * 1000) / count)} µs each (${figure((used * 1000) / count)} of processor)`;
      say(
        `${count.toLocaleString("en").padStart(10)}  ${whole.padEnd(36)} ${rate} a second  ${each}`,
      );
    }
  }
  say("");
}

function printClaims(claims: readonly Claim[]): void {
  say(`${" ".repeat(70)} by median  by processor time`);
  for (const one of claims) {
    const { byProcessor, claim, relation, target, value } = one;
    const figures = `${figure(value).padStart(9)}  ${figure(byProcessor).padStart(17)}`;
    const wanted = target === undefined ? "" : `${relation} ${target}`;
    say(
      `${claim.padEnd(70)} ${figures}   ${wanted.padEnd(14)} ${target === undefined ? "" : verdict(one)}`,
    );
  }
}

function verdict({ relation, target = 0, value }: Claim): string {
  return (relation === "at least" ? value >= target : value <= target) ? "met" : "MISSED";
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toString() : value.toPrecision(2);
}
