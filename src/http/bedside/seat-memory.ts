import type { Permit } from "../../access/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import type { OffDuty, PinQuestion } from "../../sessions/index.ts";
import type { RecordOf } from "../../world/index.ts";
import type { ActRequest } from "../bedside-contract.ts";
import type { ChartSection, SaidView } from "../contract.ts";

/** How long a PIN pad waits for the one who tapped. */
export const pinPatience: Duration = 30_000;

/** How long what somebody off duty may start is shown: it is read before it is chosen. */
export const startPatience: Duration = 60_000;

/** A tap that waits for its PIN. */
export interface PendingPin {
  /** Which tap it is: a PIN is never tried on another's badge. */
  readonly tap: string;
  readonly question: PinQuestion;
  readonly until: Instant;
  /** Off duty: what they may start by it (L9). */
  readonly offDuty?: OffDuty;
  /** They came by a passkey. */
  readonly byPasskey?: true;
}

/** A colleague's tap that waits for its PIN beside what the occupant has open (S10). */
export interface PendingWitness {
  readonly tap: string;
  readonly badge: string;
  readonly person: string;
  readonly until: Instant;
}

/** How a session ended. */
export type Closing = RecordOf<"session.closed">["body"];

/** What a chart is shown by, and whether that was broken glass (X10). */
export interface ShownBy {
  readonly session: string;
  readonly patient: string;
  readonly until: Instant;
  readonly byGlass?: true;
}

/** What this node remembers of a seat between two requests; nothing of it is a fact of the hospital. */
export interface SeatMemory {
  pending?: PendingPin | undefined;
  /** What the screen asks a witness for: the text itself, which is in no record (U3), and who has tapped. */
  witness?:
    | {
        readonly session: string;
        readonly asking: string;
        readonly act: ActRequest;
        readonly colleague?: PendingWitness;
      }
    | undefined;
  /** What the occupant is told once, and whose it is. */
  notice?:
    | { readonly session: string; readonly text: string; readonly said: readonly SaidView[] }
    | undefined;
  /** Who was in when this seat was last drawn, to tell a locked screen why it locked by itself. */
  lastIn?: string | undefined;
  /** How their session was closed, if a record has said so. */
  closing?: Closing;
  /** Whether that was while the database did not answer (X14). */
  lastInOffline?: boolean;
  /** What the locked screen says for a while to whoever was just here; nothing about any patient (S7). */
  farewell?: { readonly text: string; readonly code: string; readonly until: Instant } | undefined;
  /** The recorded permit that the open chart is shown by, and until when it bounds what is on the screen (D6). */
  permit?: ShownBy | undefined;
  /** The open chart's content, so that a change elsewhere does not fetch it again. */
  chart?:
    | {
        readonly session: string;
        readonly patient: string;
        readonly sections: readonly ChartSection[];
        readonly readAt: Duration;
      }
    | undefined;
  /** When this seat last sent a request with a proof, on the monotonic clock. */
  heardAt: Duration;
}

/** The memories of all seats of this node, and who wants to know when one changes. */
export interface SeatMemories {
  of(seat: string): SeatMemory;
  /** Something changed that no record tells of (a PIN pad opened or given up). */
  changed(seat: string): void;
  onChange(seat: string, listener: () => void): () => void;
}

/** Nothing remembered yet; a seat counts as heard when the node started. */
export function createSeatMemories(startedAt: Duration): SeatMemories {
  const memories = new Map<string, SeatMemory>();
  const listeners = new Map<string, Set<() => void>>();
  return {
    of(seat) {
      const known = memories.get(seat);
      if (known !== undefined) return known;
      const fresh: SeatMemory = { heardAt: startedAt };
      memories.set(seat, fresh);
      return fresh;
    },
    changed(seat) {
      for (const listener of listeners.get(seat) ?? []) listener();
    },
    onChange(seat, listener) {
      const known = listeners.get(seat) ?? new Set();
      listeners.set(seat, known.add(listener));
      return () => {
        known.delete(listener);
        if (known.size === 0) listeners.delete(seat);
      };
    },
  };
}

/** What a seat remembers of a permit to show a chart: that it was broken glass says why it closes, once that is over (X11). */
export function permitFor(
  { patient, session }: Pick<ShownBy, "patient" | "session">,
  { said, validUntil: until }: Pick<Permit, "said" | "validUntil">,
): ShownBy {
  const byGlass = said.some(({ code }) => code === "broken-glass");
  return { session, patient, until, ...(byGlass ? { byGlass } : {}) };
}
