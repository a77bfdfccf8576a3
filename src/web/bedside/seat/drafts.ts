/** Half-typed text: of which action, on which patient. */
export interface DraftPlace {
  readonly patient: string;
  readonly action: string;
}

/** One half-typed text, with the key under which it is placed once and not twice. */
export interface Draft {
  readonly text: string;
  readonly key: string;
}

/**
 * The half-typed text of one occupant, in memory and nowhere else: it outlives a change of patient, a
 * refusal and a step-up, and goes with the occupant (S7).
 */
export interface Drafts {
  readonly read: (place: DraftPlace) => Draft;
  readonly write: (place: DraftPlace, text: string) => void;
  readonly discard: (place: DraftPlace) => void;
  /** How many there are, blank ones not counted. */
  readonly count: () => number;
  readonly has: (place: DraftPlace) => boolean;
}

/** @param unique a fresh word for the key of each draft */
export function createDrafts(unique: () => string): Drafts {
  const kept = new Map<string, Draft & DraftPlace>();
  const nameOf = ({ patient, action }: DraftPlace): string => `${patient} ${action}`;
  const written = (): (Draft & DraftPlace)[] =>
    [...kept.values()].filter(({ text }) => text.trim() !== "");
  const read = (place: DraftPlace): Draft & DraftPlace => {
    const draft = kept.get(nameOf(place)) ?? { ...place, text: "", key: unique() };
    kept.set(nameOf(place), draft);
    return draft;
  };
  return {
    read,
    write: (place, text) => void kept.set(nameOf(place), { ...read(place), text }),
    discard: (place) => void kept.delete(nameOf(place)),
    count: () => written().length,
    has: (place) => (kept.get(nameOf(place))?.text ?? "").trim() !== "",
  };
}
