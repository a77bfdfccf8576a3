import { createHash } from "node:crypto";
import { policyToJson, validate } from "@cedar-policy/cedar-wasm/nodejs";
import { compilePolicies, createEntityStore, type Schema } from "../../src/engine/index.ts";

/** Milliseconds, and those of the processors, which others at work on the machine do not lengthen. */
export interface Taken {
  readonly time: number;
  readonly used: number;
}

/** What so many took. */
export interface TakenFor extends Taken {
  readonly count: number;
}

/** What each number of them took, from the fewest on. */
export interface Growth {
  readonly what: string;
  readonly sizes: readonly TakenFor[];
  /** Cedar's own share, measured alone: there is nothing to claim about it. */
  readonly isCedars: boolean;
}

/** How many of them are measured. */
const counts = [1_000, 10_000, 25_000, 50_000, 100_000] as const;

/** The two whose times for each are held against each other. */
export const compared = { few: 10_000, many: 100_000 } as const;

const schema = `
  entity Group;
  entity User in [Group] { level: Long };
  action view appliesTo { principal: [User], resource: [User], context: { level: Long } };`;

/**
 * Measures compiling policies, each with a condition of its own, what Cedar's parser and validator take of it, and loading entities with
 * a parent.
 */
export async function measureGrowth(): Promise<readonly Growth[]> {
  // Once for nothing, so that the first is not measured cold.
  const loaded = await compile(1_000);
  await middleOf(1_000, () => askCedar(1_000));
  const grow = async (what: string, take: (count: number) => Taken | Promise<Taken>) => {
    const sizes: TakenFor[] = [];
    for (const count of counts) sizes.push({ count, ...(await middleOf(count, take)) });
    return { what, sizes, isCedars: false };
  };
  return [
    await grow("compiling policies", async (count) => (await compile(count)).taken),
    { ...(await grow("Cedar's part of that, alone", askCedar)), isCedars: true },
    await grow("loading entities", (count) => load(loaded.schema, count)),
  ];
}

/** The middle of several, of the few that are over soon. */
async function middleOf(
  count: number,
  take: (count: number) => Taken | Promise<Taken>,
): Promise<Taken> {
  const taken: Taken[] = [];
  for (let times = count > 25_000 ? 1 : 3; times > 0; times--) taken.push(await take(count));
  const sorted = taken.toSorted((a, b) => a.time - b.time);
  return sorted[Math.floor(sorted.length / 2)] as Taken;
}

/** Answers what has been taken since. */
function stopwatch(): () => Taken {
  const [begun, usage] = [performance.now(), process.cpuUsage()];
  return () => {
    const { system, user } = process.cpuUsage(usage);
    return { time: performance.now() - begun, used: (system + user) / 1000 };
  };
}

function texts(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `p${at}`,
      `permit(principal == User::"${at}", action, resource) when { context.level > ${at} };`,
    ]),
  );
}

async function compile(count: number): Promise<{ readonly taken: Taken; readonly schema: Schema }> {
  const policies = texts(count);
  const stop = stopwatch();
  const compiled = await compilePolicies(
    { schema, policies },
    { sha256: (bytes) => createHash("sha256").update(bytes).digest() },
  );
  const taken = stop();
  if (compiled.type === "refused") throw new Error(compiled.problems[0]?.message);
  return { taken, schema: compiled.set.schema };
}

/** Parses each policy and validates a thousand at a time, and keeps nothing. */
function askCedar(count: number): Taken {
  const entries = Object.entries(texts(count));
  const stop = stopwatch();
  for (const [id, text] of entries) {
    if (policyToJson(text).type === "failure") throw new Error(`Cedar does not parse ${id}.`);
  }
  for (let at = 0; at < entries.length; at += 1_000) {
    const staticPolicies = Object.fromEntries(entries.slice(at, at + 1_000));
    if (validate({ schema, policies: { staticPolicies } }).type === "failure") {
      throw new Error("Cedar does not validate them.");
    }
  }
  return stop();
}

function load(schema: Schema, count: number): Taken {
  const put = Array.from({ length: count }, (_, at) => ({
    uid: { type: "User", id: `${at}` },
    attrs: { level: at },
    parents: [{ type: "Group", id: `${at % 100}` }],
  }));
  const stop = stopwatch();
  createEntityStore(schema).apply({ put });
  return stop();
}
