import type { SideKey } from "../../ports/index.ts";
import type { Actor } from "../../world/index.ts";
import { type FeedDeps, type Reading, type Slate, submitReading, tryOut } from "./deps.ts";
import type { Outcome, Refusal, Tally } from "./report.ts";

/** What became of one part of a file. */
export type Verdict = Outcome | { readonly reason: string; readonly column?: string };

/** One part of a file: a row, an event, a resource. */
export interface Item {
  readonly line: number;
  /** The rows that it is known to need. */
  readonly keys: readonly SideKey[];
  /** Pure; only when it is applied does anything of it happen. */
  handle(slate: Slate): Verdict;
}

/** How a file's parts are handed in. */
export interface Intake extends Pick<Reading<unknown>, "related"> {
  /** The command's name: noun.verb. */
  readonly name: string;
  readonly actor: Actor;
}

/** So many parts make one command: large enough to be quick, small enough not to hold up others. */
const batchSize = 250;

/** Hands in the parts of a file in commands of many; one that is refused does not stop the others. */
export async function takeIn(
  deps: FeedDeps,
  intake: Intake,
  items: AsyncIterable<Item | Refusal> | Iterable<Item | Refusal>,
  tally: Tally,
): Promise<void> {
  let batch: Item[] = [];
  for await (const item of items) {
    if ("handle" in item) batch.push(item);
    else tally.refuse(item);
    if (batch.length < batchSize) continue;
    await submitBatch(deps, intake, batch, tally);
    batch = [];
  }
  if (batch.length > 0) await submitBatch(deps, intake, batch, tally);
}

async function submitBatch(
  deps: FeedDeps,
  intake: Intake,
  batch: readonly Item[],
  tally: Tally,
): Promise<void> {
  const verdicts = await submitReading<readonly Verdict[]>(deps, {
    ...intake,
    keys: batch.flatMap(({ keys }) => keys),
    handle: (slate) => batch.map((item) => handleItem(slate, item)),
  });
  for (const [index, verdict] of verdicts.entries()) {
    const { line } = batch[index] as Item;
    if (typeof verdict === "string") tally.count(verdict, line);
    else tally.refuse({ line, ...verdict });
  }
}

/** Does what a part says, on top of what was done on the slate before; of one that is refused nothing is done. */
export function handleItem(slate: Slate, item: Item): Verdict {
  const trial = tryOut(slate);
  const verdict = item.handle(trial);
  if (verdict === "applied") trial.commit();
  return verdict;
}

/** What was done on a slate, in one word. */
export function outcomeOf(slate: Slate): "applied" | "unchanged" {
  return slate.records.length + slate.side().length === 0 ? "unchanged" : "applied";
}
