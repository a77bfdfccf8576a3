import type { DraftsReply, DraftsRequest, DraftView } from "../../../http/bedside-contract.ts";

/** Half-typed text: of which action, on which patient. */
export interface DraftPlace {
  readonly patient: string;
  readonly action: string;
}

/** One half-typed text, with the key under which it is placed once and not twice. */
export type Draft = Pick<DraftView, "text" | "key">;

/**
 * The half-typed text of one occupant. The screen has it in memory and nowhere else, and it goes with the occupant (S7); the
 * server keeps it sealed, and gives it back to the same person in the same session (S2, S6).
 */
export interface Drafts {
  readonly read: (place: DraftPlace) => Draft;
  readonly write: (place: DraftPlace, text: string) => void;
  readonly discard: (place: DraftPlace) => void;
  /** Which form is open, of which patient; undefined: none. */
  readonly form: (place: DraftPlace | undefined) => void;
  /** How many there are, blank ones not counted. */
  readonly count: () => number;
  readonly has: (place: DraftPlace) => boolean;
  /** Takes in what the server kept of a patient; what was typed here since is newer. */
  readonly fill: (patient: string, kept: DraftsReply) => void;
  /** Whether what the server kept of a patient is here. */
  readonly isFilled: (patient: string) => boolean;
  /** What the server does not have yet, by patient. */
  readonly unsaved: () => readonly DraftsRequest[];
  /** It has all of this now. */
  readonly saved: (requests: readonly DraftsRequest[]) => void;
}

interface Kept extends Draft, DraftPlace {
  readonly unsaved: boolean;
}

/**
 * @param unique a fresh word for the key of each draft
 * @param changed called when there is something that the server does not have
 */
export function createDrafts(unique: () => string, changed: () => void = () => undefined): Drafts {
  const kept = new Map<string, Kept>();
  const filled = new Set<string>();
  let open: DraftPlace | undefined;
  /** The patient whose open form the server does not know of. */
  const reformed = new Set<string>();
  const nameOf = ({ patient, action }: DraftPlace): string => `${patient} ${action}`;
  const written = (): Kept[] => [...kept.values()].filter(({ text }) => text.trim() !== "");
  const read = ({ patient, action }: DraftPlace): Kept => {
    const place = { patient, action };
    const draft = kept.get(nameOf(place)) ?? { ...place, text: "", key: unique(), unsaved: false };
    kept.set(nameOf(place), draft);
    return draft;
  };
  const write = (place: DraftPlace, text: string): void => {
    kept.set(nameOf(place), { ...read(place), text, unsaved: true });
    changed();
  };
  const requestOf = (patient: string): DraftsRequest => ({
    patient,
    texts: [...kept.values()]
      .filter((draft) => draft.patient === patient && draft.unsaved)
      .map(({ action, key, text }) => ({ action, key, text })),
    ...(open?.patient === patient ? { form: open.action } : {}),
  });
  return {
    read,
    write,
    discard: (place) => {
      write(place, "");
      // The next text is another one: its key is, too.
      kept.set(nameOf(place), { ...read(place), key: unique() });
    },
    form: (place) => {
      const patient = (place ?? open)?.patient;
      open = place;
      if (patient === undefined) return;
      reformed.add(patient);
      changed();
    },
    count: () => written().length,
    has: (place) => (kept.get(nameOf(place))?.text ?? "").trim() !== "",
    fill: (patient, { texts }) => {
      filled.add(patient);
      for (const { action, text, key } of texts) {
        const place = { patient, action };
        const here = kept.get(nameOf(place));
        if (here?.unsaved !== true)
          kept.set(nameOf(place), { ...place, text, key, unsaved: false });
      }
    },
    isFilled: (patient) => filled.has(patient),
    unsaved: () => {
      const patients = [...kept.values()]
        .filter(({ unsaved }) => unsaved)
        .map((one) => one.patient);
      return [...new Set([...patients, ...reformed])].map(requestOf);
    },
    saved: (requests) => {
      for (const { patient, texts, form } of requests) {
        if ((open?.patient === patient ? open.action : undefined) === form)
          reformed.delete(patient);
        for (const { action, text } of texts) {
          const here = kept.get(nameOf({ patient, action }));
          if (here?.text === text) kept.set(nameOf(here), { ...here, unsaved: false });
        }
      }
    },
  };
}
