import { readFileSync } from "node:fs";
import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import { figureNames, sameSetting, type Tuning } from "../../rehearsal/index.ts";
import { UsageError } from "../usage-error.ts";

/** What the pictures of a report besides its tasks are drawn from. */
export interface OtherResults {
  readonly simulated: Simulated | undefined;
  readonly tuned: readonly Tuned[];
}

/** Of a simulation: screens that stood open without anybody. */
export interface Simulated {
  readonly plan: {
    readonly seed: string;
    readonly days: number;
    readonly size: { readonly staff: number };
  };
  /** Milliseconds. */
  readonly unattendedByHour: readonly number[];
}

/** Of tuning a pattern: its settings. */
export type Tuned = Pick<Tuning, "pattern" | "today" | "measured" | "frontier" | "recommended">;

const positive = Type.Integer({ minimum: 1 });
const simulatedShape = Type.Object({
  plan: Type.Object({
    seed: Type.String(),
    days: positive,
    size: Type.Object({ staff: positive }),
  }),
  unattendedByHour: Type.Array(Type.Number({ minimum: 0 }), { minItems: 24, maxItems: 24 }),
});
const setting = Type.Record(Type.String(), Type.String());
const figures = Type.Object(
  Object.fromEntries(figureNames.map((name) => [name, Type.Number()])) as Record<
    (typeof figureNames)[number],
    ReturnType<typeof Type.Number>
  >,
);
const measured = Type.Object({ setting, samples: Type.Array(figures, { minItems: 1 }) });
const tunedShape = Type.Object({
  pattern: Type.String({ minLength: 1 }),
  today: setting,
  measured: Type.Array(measured, { minItems: 1 }),
  frontier: Type.Array(measured),
  recommended: Type.Optional(setting),
});

/**
 * Reads what `wardkey simulate --json` and `wardkey tune --json` wrote.
 *
 * @throws UsageError for a file that is none of it, and for a pattern that is there twice
 */
export function readResults(wish: {
  readonly simulated: string | undefined;
  readonly tuned: readonly string[];
}): OtherResults {
  const { simulated, tuned } = wish;
  const patterns = new Map<string, string>();
  return {
    simulated:
      simulated === undefined
        ? undefined
        : readAs("simulated", "simulate", simulated, simulatedShape),
    tuned: tuned.map((path) => {
      const read = readAs("tuned", "tune", path, tunedShape);
      const before = patterns.get(read.pattern);
      if (before !== undefined) {
        throw new UsageError(
          `--tuned: ${before} and ${path} are both of the pattern ${read.pattern}.`,
        );
      }
      patterns.set(read.pattern, path);
      return withFrontier(read);
    }),
  };
}

/** Which settings are on the frontier is told by what they are: in a file they stand twice. */
function withFrontier({ frontier, ...read }: Static<typeof tunedShape>): Tuned {
  const { recommended, ...rest } = read;
  const isThere = ({ setting: each }: Static<typeof measured>) =>
    frontier.some(({ setting: other }) => sameSetting(each, other));
  const on = read.measured.filter(isThere);
  return { ...rest, frontier: on, ...(recommended === undefined ? {} : { recommended }) };
}

function readAs<S extends TSchema>(
  option: string,
  command: string,
  path: string,
  shape: S,
): Static<S> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? "it is no JSON" : error instanceof Error ? error.message : "";
    throw new UsageError(`--${option} ${path} cannot be read: ${why}.`);
  }
  if (Value.Check(shape, json)) return json;
  const [first] = Value.Errors(shape, json);
  const where =
    first === undefined ? "" : ` (${first.instancePath || "the whole"} ${first.message})`;
  throw new UsageError(
    `--${option} ${path} is not what “wardkey ${command} --json” writes${where}.`,
  );
}
