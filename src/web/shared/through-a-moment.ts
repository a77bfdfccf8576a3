import { type BackOff, backOff } from "./back-off.ts";
import { ScreenError } from "./screen-error.ts";

/** What trying again needs, and whom to tell. */
export interface Moment {
  /** Waits so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A number from 0 (inclusive) to 1, fresh for each call. */
  readonly chance: () => number;
  /** Told once, before the first wait: it is tried again by itself. */
  readonly waiting: () => void;
}

/** A node goes on without its database after some 3 s; before that nobody can be answered. */
const again: BackOff = { first: 500, longest: 2_000 };
/** Waits of this many milliseconds together, and it is more than a moment. */
const longEnough = 15_000;

/**
 * Asks until there is an answer, while the server says that it has none for the moment (X14). Only for what may be asked twice: a
 * look, a search, or an act that carries its own key.
 */
export async function throughAMoment<T>(
  ask: () => Promise<T>,
  { wait, chance, waiting }: Moment,
): Promise<T> {
  let waited = 0;
  for (let failures = 1; ; failures++) {
    try {
      return await ask();
    } catch (cause) {
      const passes = cause instanceof ScreenError && cause.code === "moment";
      if (!passes || waited >= longEnough) throw cause;
    }
    if (failures === 1) waiting();
    const pause = backOff(again, failures, chance());
    waited += pause;
    await wait(pause);
  }
}

/** On this page's own clock. */
export const onThisPage: Omit<Moment, "waiting"> = {
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  chance: Math.random,
};
