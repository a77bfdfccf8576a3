import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Language } from "../../messages/languages.ts";
import { useNow } from "../../shared/use-now.ts";
import type { SeatSnapshot } from "./seat-snapshot.ts";
import type { SeatStore } from "./seat-store-types.ts";

/** What every part of the bedside screen may use. */
export interface Seat {
  readonly store: SeatStore;
  /** The server's time, in milliseconds since 1970. */
  readonly now: () => number;
  /** The language that the screen goes back to when somebody leaves. */
  readonly language: Language;
}

const SeatContext = createContext<Seat | undefined>(undefined);

/** The seat that this screen is. */
export function useSeat(): Seat {
  const seat = useContext(SeatContext);
  if (seat === undefined) throw new Error("useSeat needs a SeatProvider around it");
  return seat;
}

/** All that the screen knows at the moment. */
export function useSnapshot(): SeatSnapshot {
  const { store } = useSeat();
  return useSyncExternalStore(store.subscribe, store.snapshot);
}

/** The server's time, taken again every so many milliseconds. */
export function useServerNow(every: number): number {
  return useNow(useSeat().now, every);
}

export interface SeatProviderProps {
  readonly seat: Seat;
  readonly children: ReactNode;
}

export function SeatProvider({ seat, children }: SeatProviderProps): ReactNode {
  return <SeatContext value={seat}>{children}</SeatContext>;
}
