/** One at a time: whoever takes a turn has it until he ends it. */
export interface Turns {
  /** Resolves with what ends the turn, once every turn taken before has ended. Ending it twice does nothing. */
  take(): Promise<() => void>;
  /** Whether nobody has a turn, or waits for one: what is done at once needs none then. */
  isFree(): boolean;
}

/** Turns that nobody has taken yet. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  const taken = new Set<object>();
  return {
    take() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      const end = () => {
        taken.delete(end);
        resolve();
      };
      taken.add(end);
      return before.then(() => end);
    },
    isFree: () => taken.size === 0,
  };
}
