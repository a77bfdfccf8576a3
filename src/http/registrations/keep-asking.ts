import type { Duration } from "../../ports/index.ts";
import { type AskDeps, createRegisterRounds } from "./ask-registers.ts";

const every: Duration = 60_000;

/** Asks professional registers whenever it is time, one look at a time, until it is stopped. */
export function keepAskingRegisters(
  deps: AskDeps & { readonly onFault: (error: unknown) => void },
): { start(): void; stop(): Promise<void> } {
  const rounds = createRegisterRounds(deps);
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    looking ??= rounds
      .look()
      .catch(deps.onFault)
      .finally(() => {
        looking = undefined;
      });
  };
  return {
    start() {
      if (deps.registers.length === 0) return;
      look();
      timer = setInterval(look, every);
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
