import { createHash } from "node:crypto";
import { compilePolicies, createEntityStore, type Schema } from "../../src/engine/index.ts";

/** Milliseconds, and those of the processors, which others at work on the machine do not lengthen. */
export interface Taken {
  readonly time: number;
  readonly used: number;
}

/** What ten thousand and what a hundred thousand took. */
export interface Growth {
  readonly what: string;
  readonly few: Taken;
  readonly many: Taken;
}

/** How often `few` goes into `many`. */
export const growthFactor = 10;

const few = 10_000;

const schema = `
  entity Group;
  entity User in [Group] { level: Long };
  action view appliesTo { principal: [User], resource: [User], context: { level: Long } };`;

/** Measures compiling policies, each with a condition of its own, and loading entities with a parent. */
export async function measureGrowth(): Promise<readonly Growth[]> {
  // Once for nothing, so that the first is not measured cold.
  await compile(1_000);
  const compiled = await compile(few);
  const compiledMany = await compile(few * growthFactor);
  const loaded = load(compiled.schema, few);
  const loadedMany = load(compiled.schema, few * growthFactor);
  return [
    { what: "compiling policies", few: compiled.taken, many: compiledMany.taken },
    { what: "loading entities", few: loaded, many: loadedMany },
  ];
}

/** Answers what has been taken since. */
function stopwatch(): () => Taken {
  const [begun, usage] = [performance.now(), process.cpuUsage()];
  return () => {
    const { system, user } = process.cpuUsage(usage);
    return { time: performance.now() - begun, used: (system + user) / 1000 };
  };
}

async function compile(count: number): Promise<{ readonly taken: Taken; readonly schema: Schema }> {
  const policies = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `p${at}`,
      `permit(principal == User::"${at}", action, resource) when { context.level > ${at} };`,
    ]),
  );
  const stop = stopwatch();
  const compiled = await compilePolicies(
    { schema, policies },
    { sha256: (bytes) => createHash("sha256").update(bytes).digest() },
  );
  const taken = stop();
  if (compiled.type === "refused") throw new Error(compiled.problems[0]?.message);
  return { taken, schema: compiled.set.schema };
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
