/**
 * Detectors of the OWASP NHI Top 10 (2025) over an estate: 10,000 workloads and 10 million token uses are folded into the world as a
 * start without a snapshot folds them, from their bytes, and then all ten detectors look. Every tenth of a percent has a weakness
 * planted, which must be found; the others are sound, and nothing may be found of them.
 *
 * npm run benchmark:detectors [-- --json] [-- --workloads 10000] [-- --uses 10000000]
 */
import { parseArgs } from "node:util";
import { decodeRecord } from "../src/sequencer/index.ts";
import { detect } from "../src/workloads/index.ts";
import { apply, emptyWorld, fork, merge } from "../src/world/index.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    workloads: { type: "string", default: "10000" },
    uses: { type: "string", default: "10000000" },
  },
});
const workloads = Number(values.workloads);
const uses = Number(values.uses);
/** What the issue asks for, in seconds. */
const target = 60;
const day = 24 * 3_600_000;
const begin = Date.parse("2026-01-01T00:00:00Z");
const end = begin + 40 * day;
/** Of so many workloads one replays its proofs. */
const everyPlanted = 1_000;
/** Records of one batch, as the sequencer merges them. */
const inBatch = 1_000;

const world = emptyWorld();
let draft = fork(world);
let position = 0;
const encoder = new TextEncoder();

function fold(bytes: Uint8Array): void {
  const record = decodeRecord({ position, bytes });
  apply(draft, record);
  position++;
  if (position % inBatch !== 0) return;
  merge(world, draft);
  draft = fork(world);
}

function bytesOf(kind: string, at: number, body: object): Uint8Array {
  const record = {
    actor: { id: "benchmark", type: "person" },
    at,
    batch: "bat_1",
    body,
    id: `rec_${position}`,
    kind,
    position,
    v: 1,
  };
  return encoder.encode(JSON.stringify(record));
}

function put(kind: string, at: number, body: object): void {
  fold(bytesOf(kind, at, body));
}

function people(): void {
  for (const person of ["per_1", "per_2"]) {
    put("person.registered", begin, { person });
    const terms = { engagement: `eng_${person}`, from: begin - day, person, to: end + 300 * day };
    put("engagement.started", begin, { ...terms, type: "employee" });
  }
}

function estate(): void {
  for (let index = 0; index < workloads; index++) {
    const workload = `wkl_${index}`;
    put("workload.requested", begin, {
      workload,
      name: `Gateway ${index}`,
      owner: "per_1",
      deputy: "per_2",
      purpose: "Brings results into charts",
      environment: index % 5 === 0 ? "test" : "production",
      vendor: `vendor-${index % 40}`,
      scopes: ["system/Observation.rs"],
      networks: ["10.1.0.0/16"],
      accounts: [`postgresql:${workload}`],
      until: end + 100 * day,
    });
    put("workload.approved", begin, { workload });
    put("workload-credential.added", begin, {
      workload,
      credential: `crd_${index}`,
      kind: "key",
      thumbprint: `of-${index}`,
      until: end + 100 * day,
    });
    put("workload.activated", begin, { workload });
  }
}

/** The seconds that the fold took, without what it takes to make up the bytes. */
function foldUses(): number {
  let spent = 0;
  let made: Uint8Array[] = [];
  const before = position;
  for (let index = 0; index < uses; index++) {
    const which = index % workloads;
    const at = begin + Math.floor(((index + 1) / uses) * (end - begin));
    const body = {
      workload: `wkl_${which}`,
      credential: `crd_${which}`,
      place: `10.1.${which % 250}.0/24`,
      scopes: ["system/Observation.rs"],
    };
    const record = {
      actor: { id: body.workload, type: "workload" },
      at,
      batch: "bat_1",
      body,
      id: `rec_${before + index}`,
      kind: "workload.used",
      position: before + index,
      v: 1,
    };
    made.push(encoder.encode(JSON.stringify(record)));
    if (made.length < 100_000 && index < uses - 1) continue;
    const started = performance.now();
    for (const bytes of made) fold(bytes);
    spent += performance.now() - started;
    made = [];
  }
  return spent / 1000;
}

function plant(): number {
  let planted = 0;
  for (let index = 0; index < workloads; index += everyPlanted) {
    put("workload.refused", end, { workload: `wkl_${index}`, why: "replayed" });
    planted++;
  }
  return planted;
}

people();
estate();
const folding = foldUses();
const planted = plant();
merge(world, draft);
const looks = Array.from({ length: 3 }, () => {
  const started = performance.now();
  const findings = detect(world, end + 1);
  return { seconds: (performance.now() - started) / 1000, findings };
});
const [first] = looks;
const findings = first?.findings ?? [];
if (findings.length !== planted || findings.some(({ cause }) => cause !== "replayed")) {
  throw new Error(`planted ${planted}, found ${findings.length}`);
}
const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
const detecting = looks.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[1] ?? Number.NaN;
const result = {
  workloads,
  uses,
  planted,
  found: findings.length,
  foldingSeconds: round(folding),
  detectingSeconds: round(detecting),
  seconds: round(folding + detecting),
  targetSeconds: target,
  ratio: round((folding + detecting) / target),
};
if (values.json) console.log(JSON.stringify(result));
else {
  console.log(
    `${workloads} workloads, ${uses} token uses: folded in ${result.foldingSeconds} s, all detectors in ${result.detectingSeconds} s; ${result.seconds} s together, ${result.ratio} of the target of ${target} s.`,
  );
  console.log(`Planted ${planted}, found ${findings.length}, and nothing else.`);
}
