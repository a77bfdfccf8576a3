import type { Instant } from "../../ports/index.ts";

/**
 * What somebody does over time: it yields the instants at which it goes on, and ends when there is nothing more. What it waits for
 * while the clock stands still it yields too, as {@link answered} does. No asynchronous generator: one within another costs more
 * than what most of them do.
 */
export type Routine = Answering<void>;

/** A part of a routine that comes to something. */
export type Answering<A> = Generator<Instant | Promise<unknown>, A, unknown>;

/** Waits for an answer; the clock stands still, and nobody else's turn comes. */
export function* answered<A>(answer: Promise<A>): Answering<A> {
  return (yield answer) as A;
}

/** Goes on with a routine; answers when it will go on next, at once where it waits for nothing else. Undefined: it is over. */
export function goOn(routine: Routine): Instant | undefined | Promise<Instant | undefined> {
  const step = routine.next();
  if (step.done === true) return undefined;
  return typeof step.value === "number" ? step.value : goOnAfter(routine, step.value);
}

async function goOnAfter(routine: Routine, first: Promise<unknown>): Promise<Instant | undefined> {
  let wait = first;
  for (;;) {
    const step = await settled(routine, wait);
    if (step.done === true) return undefined;
    if (typeof step.value === "number") return step.value;
    wait = step.value;
  }
}

/** What a routine is refused it hears of as what it throws: some go on after it. */
async function settled(
  routine: Routine,
  wait: Promise<unknown>,
): Promise<IteratorResult<Instant | Promise<unknown>, void>> {
  let answer: unknown;
  try {
    answer = await wait;
  } catch (error) {
    return routine.throw(error);
  }
  return routine.next(answer);
}

interface Entry {
  readonly at: Instant;
  /** Of two at the same instant the one that was put first comes first, so that every run is the same. */
  readonly order: number;
  readonly routine: Routine;
}

/** Routines by when they go on: a binary heap. */
export interface Agenda {
  put(at: Instant, routine: Routine): void;
  /** When the next one goes on; undefined: there is none. */
  nextAt(): Instant | undefined;
  take(): Routine | undefined;
}

/** An agenda with nothing on it. */
export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let order = 0;
  return {
    put(at, routine) {
      heap.push({ at, order: order++, routine });
      rise(heap);
    },
    nextAt: () => heap[0]?.at,
    take() {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first.routine;
    },
  };
}

function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Entry[], a: number, b: number): void {
  const kept = heap[a] as Entry;
  heap[a] = heap[b] as Entry;
  heap[b] = kept;
}

function rise(heap: Entry[]): void {
  for (let index = heap.length - 1; index > 0; ) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index], heap[parent])) return;
    swap(heap, index, parent);
    index = parent;
  }
}

function sink(heap: Entry[]): void {
  for (let index = 0; ; ) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    let first = isBefore(heap[left], heap[index]) ? left : index;
    if (isBefore(heap[right], heap[first])) first = right;
    if (first === index) return;
    swap(heap, index, first);
    index = first;
  }
}
