import type { Batches, BatchRow, Entry, Position } from "../ports/index.ts";
import type { LogProblem } from "./verify-log.ts";
import type { ParsedRecord } from "./verify-record.ts";

/** Compares the rows of batches with the batches that the records themselves are of. */
export interface BatchWalk {
  /** The next record; `record` is undefined where its bytes are not those that were hashed. */
  take(entry: Entry, record: ParsedRecord | undefined): void;
  /** Records are missing before the next one: the batches around them cannot be counted. */
  gap(): void;
  /** What is wrong with the batches that have ended since. */
  check(): Promise<readonly LogProblem[]>;
  /** What is wrong with the last one, and rows that no records are of. */
  finish(): Promise<readonly LogProblem[]>;
}

interface Span {
  readonly id: string;
  readonly first: Position;
  count: number;
  /** False for what begins behind a gap. */
  readonly sure: boolean;
}

/** Starts at the first record. */
export function walkBatches(rows: Batches, mostStrays: number): BatchWalk {
  let current: Span | undefined;
  let afterGap = false;
  let ended: Span[] = [];
  const end = () => {
    if (current?.sure) ended.push(current);
    current = undefined;
  };
  const check = async () => {
    const spans = ended;
    ended = [];
    if (spans.length === 0) return [];
    const found = new Map((await rows.find(spans.map(({ id }) => id))).map((one) => [one.id, one]));
    return spans.flatMap((span) => compare(span, found.get(span.id)));
  };
  return {
    take({ batch, position }, record) {
      const said = typeof record?.["batch"] === "string" ? record["batch"] : batch;
      if (current !== undefined && [batch, said].includes(current.id)) {
        current.count++;
        return;
      }
      end();
      current = { id: said, first: position, count: 1, sure: !afterGap };
      afterGap = false;
    },
    gap() {
      current = undefined;
      afterGap = true;
    },
    check,
    async finish() {
      end();
      const problems = await check();
      const strays = await rows.strays(mostStrays);
      return [
        ...problems,
        ...strays.map(({ first, id }) => ({
          position: first,
          what: `the row of batch ${id} says that it begins here, but no record of it does`,
        })),
      ];
    },
  };
}

function compare(span: Span, row: BatchRow | undefined): readonly LogProblem[] {
  const { count, first, id } = span;
  if (row === undefined) {
    return [{ position: first, what: `the row of batch ${id}, which begins here, is missing` }];
  }
  if (row.first === first && row.count === count) return [];
  const what = `batch ${id} has ${count} records from here on, but its row says ${row.count} from ${row.first} on`;
  return [{ position: first, what }];
}
