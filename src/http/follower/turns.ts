/** Turns that follow one another, never two at once; one that is asked for during another comes after it. */
export interface Turns {
  begin(): void;
  wake(): void;
  done(): Promise<void>;
  end(): void;
}

/** Turns that do not run before they are begun; what goes wrong is told to `onFault`, once until all is well again. */
export function createTurns(turn: () => Promise<void>, onFault: (error: unknown) => void): Turns {
  let running: Promise<void> | undefined;
  let again = false;
  let isOpen = false;
  let isFailing = false;
  const run = async () => {
    do {
      again = false;
      try {
        await turn();
        isFailing = false;
      } catch (error) {
        // Said once, not every time: while the database is away everything here fails.
        if (!isFailing) onFault(error);
        isFailing = true;
      }
    } while (again && isOpen && !isFailing);
    running = undefined;
  };
  return {
    begin() {
      isOpen = true;
    },
    wake() {
      again = true;
      if (isOpen) running ??= run();
    },
    async done() {
      await running;
    },
    end() {
      isOpen = false;
    },
  };
}
