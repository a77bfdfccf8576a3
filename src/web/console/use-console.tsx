import { createContext, useContext } from "react";
import type { ConsoleMe, RecordView } from "../../http/console-contract.ts";

/** Whom the console serves, and what it hears. */
export interface ConsoleSession extends ConsoleMe {
  /** The stream of records is up; absent for somebody who may not follow it. */
  readonly live: boolean | undefined;
  /** Calls the listener with every new record. */
  readonly listen: (listener: (record: RecordView) => void) => () => void;
  /** A page was refused that was offered: what may be opened is asked anew. */
  readonly denied: () => void;
  /** Somebody's sign-in is over: what is shown goes. */
  readonly signedOut: () => void;
  readonly signOut: () => void;
}

export const ConsoleContext: React.Context<ConsoleSession | undefined> = createContext<
  ConsoleSession | undefined
>(undefined);

/** The session of whoever is signed in. */
export function useConsole(): ConsoleSession {
  const session = useContext(ConsoleContext);
  if (session === undefined) throw new Error("useConsole needs somebody signed in");
  return session;
}
