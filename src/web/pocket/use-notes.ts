import { useEffect, useRef } from "react";
import type { NoteOnPhoneReply, NoteRequest } from "../../http/pocket-contract.ts";
import type { Talk } from "./use-phone.ts";

/** A note that is being written, and the key under which it is placed once. */
export interface HalfNote {
  readonly text: string;
  readonly key: string;
}

/** Half-written notes, by patient: in this page's memory alone, and gone with whoever wrote them. */
export interface HalfNotes {
  readonly read: (patient: string) => HalfNote;
  readonly write: (patient: string, text: string) => void;
  readonly drop: (patient: string) => void;
}

/** They outlast a chart that is out of sight for a moment, as on a poor line; nobody else sees them. */
export function useNotes(occupant: string | undefined): HalfNotes {
  const notes = useRef({ of: occupant, kept: new Map<string, HalfNote>() });
  useEffect(() => {
    if (notes.current.of !== occupant) notes.current = { of: occupant, kept: new Map() };
  }, [occupant]);
  return {
    read: (patient) => notes.current.kept.get(patient) ?? { text: "", key: crypto.randomUUID() },
    write: (patient, text) => {
      const key = notes.current.kept.get(patient)?.key ?? crypto.randomUUID();
      notes.current.kept.set(patient, { text, key });
    },
    drop: (patient) => void notes.current.kept.delete(patient),
  };
}

/** Writing notes on a phone. */
export interface Noting {
  readonly notes: HalfNotes;
  /** Writes one to the open chart; what is refused stays as it was written. */
  readonly writeNote: (request: NoteRequest, onDone: () => void) => void;
}

/** What a phone's person does with notes. */
export function noting(
  { act, ask, say, take, tell }: Pick<Talk, "act" | "ask" | "say" | "take" | "tell">,
  notes: HalfNotes,
): Noting {
  const write = async (request: NoteRequest, onDone: () => void): Promise<void> => {
    const reply = await ask<NoteOnPhoneReply>("note", request);
    if (reply.type === "refused")
      return say([reply.refusal.title, ...reply.refusal.reasons].join(" "));
    notes.drop(request.patient);
    take(reply.state);
    onDone();
    say(tell(reply));
  };
  return { notes, writeNote: (request, onDone) => act(() => write(request, onDone)) };
}
