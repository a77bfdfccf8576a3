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

/** Goes on with a routine; answers when it will go on next. Undefined: it is over. */
export async function goOn(routine: Routine): Promise<Instant | undefined> {
  let step = routine.next();
  while (step.done !== true && typeof step.value !== "number") {
    const [settled] = await Promise.allSettled([step.value]);
    step =
      settled.status === "fulfilled" ? routine.next(settled.value) : routine.throw(settled.reason);
  }
  return step.done === true ? undefined : (step.value as Instant);
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
