/** One at a time: whoever takes a turn has it until he ends it. */
export interface Turns {
  /** Resolves with what ends the turn, once every turn taken before has ended. Ending it twice does nothing. */
  take(): Promise<() => void>;
}

/** Turns that nobody has taken yet. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      return before.then(() => resolve);
    },
  };
}
