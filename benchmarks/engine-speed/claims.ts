import type { Size } from "./contender.ts";
import type { ContenderName } from "./contenders.ts";
import type { Measured } from "./measure-contenders.ts";
import { compared, type Growth } from "./measure-growth.ts";
import { batchOf, type HttpResults } from "./measure-http.ts";

/** A ratio of this run, and what it is to be. */
export interface Claim {
  readonly claim: string;
  readonly value: number;
  /** The same by processor time, which tells more while others are at work on the machine. */
  readonly byProcessor: number;
  readonly relation: "at least" | "at most";
  /** Undefined: only told. */
  readonly target?: number;
}

/** A ratio by each of the two times. */
type Ratio = Pick<Claim, "value" | "byProcessor">;

/** The claims of the engine's design, in its order. */
export function claimsOf(
  measured: readonly Measured[],
  http: HttpResults,
  growth: readonly Growth[],
): readonly Claim[] {
  const of = (contender: ContenderName, size: Size): Measured => {
    const found = measured.find((one) => one.contender === contender && one.size === size);
    if (found === undefined) throw new Error(`${contender} at ${size} was not measured`);
    return found;
  };
  const between = (slow: Measured, fast: Measured): Ratio => ({
    value: slow.median / fast.median,
    byProcessor: slow.used / fast.used,
  });
  const ratio = (slow: ContenderName, fast: ContenderName, size: Size = 8) =>
    between(of(slow, size), of(fast, size));
  const wasm = "cedar-wasm-stateful";
  const prepared = "engine-prepared";
  return [
    most("prepared values: time / hand-written", ratio(prepared, "hand-written"), 8),
    least("prepared values: times cedar-wasm, stateful", ratio(wasm, prepared), 2_000),
    least("prepared values: times casbin", ratio("casbin", prepared), 200),
    least("prepared values: times CASL", ratio("casl", prepared), 3),
    least("1,000 policies: times cedar-wasm, stateful", ratio(wasm, prepared, 1000), 4_000),
    most("1,000 policies: time / that of 8", between(of(prepared, 1000), of(prepared, 8)), 4),
    least("1,000 policies: times casbin", ratio("casbin", prepared, 1000)),
    least("1,000 policies: times CASL", ratio("casl", prepared, 1000)),
    least(
      "JS object, validated: times cedar-wasm, stateful, validated",
      ratio("cedar-wasm-validated", "engine-object"),
      200,
    ),
    least("JS object, validated: times cedar-wasm, not validated", ratio(wasm, "engine-object")),
    least("three entities as JSON: times cedar-wasm, the same", ratio(wasm, "engine-drop-in"), 25),
    ...httpClaims(of(wasm, 8), http),
    ...growthClaims(growth),
  ];
}

function httpClaims(wasm: Measured, { batch, single }: HttpResults): readonly Claim[] {
  return [
    least(
      "HTTP, single: share of the bare server's rate",
      {
        value: single.engine.requests / single.constant.requests,
        byProcessor: single.constant.used / single.engine.used,
      },
      0.7,
    ),
    least(
      `HTTP, batches of ${batchOf}: times cedar-wasm's decisions in its process`,
      {
        value: (batch.engine.decisions * wasm.median) / 1_000_000,
        byProcessor: (batchOf * wasm.used) / batch.engine.used,
      },
      50,
    ),
  ];
}

/** A garbage collection more or less is no growth. */
export function growthClaims(growth: readonly Growth[]): readonly Claim[] {
  return growth
    .filter(({ isCedars }) => !isCedars)
    .map(({ sizes, what }) => {
      const of = (wanted: number) => {
        const found = sizes.find(({ count }) => count === wanted);
        if (found === undefined) throw new Error(`${what}: ${wanted} were not measured`);
        return found;
      };
      const [few, many] = [of(compared.few), of(compared.many)];
      const times = many.count / few.count;
      const ratio = {
        value: many.time / (few.time * times),
        byProcessor: many.used / (few.used * times),
      };
      return most(`${what}: time for each of 100,000 / of 10,000`, ratio, 2);
    });
}

function least(claim: string, ratio: Ratio, target?: number): Claim {
  return { claim, ...ratio, relation: "at least", ...(target === undefined ? {} : { target }) };
}

function most(claim: string, ratio: Ratio, target: number): Claim {
  return { claim, ...ratio, relation: "at most", target };
}
