import type { Bundle } from "../../src/access/index.ts";
import type { Json } from "../../src/ports/index.ts";
import { commandDoors, runScenario, type Scenario, type Stage } from "../../src/rehearsal/index.ts";
import type { LogRecord } from "../../src/world/index.ts";
import { sha256 } from "../support/ports.ts";
import { doorsOverHttp, type OpenDoors } from "./over-http.ts";

/** What came of a scenario: of each step what the person was told and asked, and then all that was recorded. */
export interface Told {
  readonly steps: readonly ToldStep[];
  readonly records: readonly unknown[];
  /** What was asked for where no screen has a place for it. */
  readonly placeless: readonly string[];
}

interface ToldStep {
  readonly line: number;
  readonly outcome: string;
  readonly said: string;
  readonly prompts: number;
  readonly by: string | undefined;
  readonly unattributed: boolean;
  readonly deadEnd: boolean;
  readonly failures: readonly string[];
}

/** By the product's own commands, as every rehearsal does it. */
export function byCommands(scenario: Scenario, bundle: Bundle): Promise<Told> {
  return toldBy(scenario, bundle, async (stage) => ({
    doors: commandDoors(stage),
    placeless: new Set(),
    close: async () => undefined,
  }));
}

/** The same steps at the screens, over HTTP. */
export function overHttp(scenario: Scenario, bundle: Bundle): Promise<Told> {
  return toldBy(scenario, bundle, doorsOverHttp);
}

/** What came of a scenario whose steps are done through these doors. */
export async function toldBy(
  scenario: Scenario,
  bundle: Bundle,
  open: (stage: Stage) => Promise<OpenDoors>,
): Promise<Told> {
  const begun: { stage: Stage; from: number; opened: OpenDoors }[] = [];
  const doors = async (stage: Stage) => {
    const opened = await open(stage);
    begun.push({ stage, from: stage.app.world().next, opened });
    return opened.doors;
  };
  try {
    const { steps } = await runScenario(scenario, bundle, { hasher: sha256 }, { doors });
    const [run] = begun;
    if (run === undefined) throw new Error("Nobody opened the doors.");
    return {
      steps: steps.map(({ line, outcome, said, prompts, by, unattributed, deadEnd, failures }) => ({
        line,
        outcome,
        said: said.join(" "),
        prompts,
        by,
        unattributed,
        deadEnd,
        failures,
      })),
      records: await recordsSince(run.stage, run.from),
      placeless: [...run.opened.placeless],
    };
  } finally {
    for (const { opened } of begun) await opened.close();
  }
}

/** What a node notes beside everything else. */
const beside: ReadonlySet<string> = new Set(["seat.heard", "role.used", "finding.opened"]);

/**
 * The records since then, with ids named in the order in which they appear: on one virtual clock not even the times differ. That a
 * browser shows its seat, and which roles were used today, is noted beside everything else and whenever a node comes to it, so it is left
 * out: no performer does it.
 */
async function recordsSince({ log }: Stage, from: number): Promise<readonly unknown[]> {
  const names = new Map<string, string>();
  const entries = await log.read(from, { limit: 100_000 });
  const since: LogRecord[] = entries.map(({ bytes }) =>
    JSON.parse(new TextDecoder().decode(bytes)),
  );
  const heard = entries.flatMap(({ position }, index) =>
    beside.has(since[index]?.kind ?? "") ? [position] : [],
  );
  return since
    .filter(({ kind }) => !beside.has(kind))
    .map(({ actor, at, body, kind, seat = "none" }) => {
      const told = { ...body, ...positionIn(body, from, heard) };
      return named({ kind, at, actor: asPerson(actor), seat, body: told } as never, names);
    });
}

/**
 * A place in the log is counted from the first step, without what is left out: hospitals are not furnished by equally many
 * records.
 */
function positionIn(
  body: object,
  from: number,
  leftOut: readonly number[],
): { readonly position?: number } {
  const { position } = body as { readonly position?: unknown };
  if (typeof position !== "number") return {};
  return { position: position - from - leftOut.filter((each) => each <= position).length };
}

/** What a workload asks on somebody's behalf is that person's question. */
function asPerson(actor: LogRecord["actor"]): LogRecord["actor"] {
  if (actor.type !== "workload" || actor.onBehalfOf === undefined) return actor;
  return { id: actor.onBehalfOf, type: "person" };
}

/** Ids that are made in a run, and the surfaces of browsers. */
const made = /^([a-z]+)_\d{22}$|^[\w-]{43}$|^console-/;

function named(value: Json, names: Map<string, string>): Json {
  if (typeof value === "string") {
    const match = made.exec(value);
    if (match === null) return value;
    const known = names.get(value) ?? `${match[1] ?? "surface"} ${names.size + 1}`;
    names.set(value, known);
    return known;
  }
  if (Array.isArray(value)) return value.map((each) => named(each, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each, names)]));
}
