import { useEffect } from "react";
import { useWords } from "../../shared/words.tsx";
import { useSeat, useSnapshot } from "../seat/use-seat.tsx";
import { useTypedBadge } from "../wedge/use-typed-badge.ts";

/** What a screen on which nobody is in listens for: a badge that is read or typed, and what is said to it. */
export interface LockedScreenState {
  readonly reading: boolean;
  readonly message: string | undefined;
  /** How many characters somebody has typed by hand. */
  readonly typed: number;
}

/** Listens for a badge; what was said goes by itself, and the language goes back to the seat's own. */
export function useLocked(): LockedScreenState {
  const { choose } = useWords();
  const { store, language } = useSeat();
  const { reading, message } = useSnapshot();
  const typed = useTypedBadge(store, reading);
  // A language is chosen for oneself; the next person finds the seat's own.
  useEffect(() => choose(language), [choose, language]);
  useEffect(() => {
    if (message === undefined) return;
    const timer = setTimeout(store.dismissMessage, 12_000);
    return () => clearTimeout(timer);
  }, [message, store]);
  return { message, reading, typed };
}
