import { useCallback, useState } from "react";
import type { ActReply, AskWitnessReply, ConfirmReply } from "../../../http/bedside-contract.ts";
import { failureOf, ScreenError } from "../../shared/screen-error.ts";
import { onThisPage, throughAMoment } from "../../shared/through-a-moment.ts";
import { useWords, type Words } from "../../shared/words.tsx";
import type { DraftPlace } from "../seat/drafts.ts";
import type { SeatStore } from "../seat/seat-store-types.ts";
import { useSeat } from "../seat/use-seat.tsx";
import type { ActAttempt, Attempt, Panel, SteppingUp } from "./attempt.ts";

/** What an attempt led to. */
interface Outcome {
  readonly panel: Panel | undefined;
  readonly said?: string;
  /** What it was in the way of, which is done now. */
  readonly then?: Attempt;
  /** What the passkey is asked to sign next. */
  readonly signing?: ActAttempt;
}

async function open(
  store: SeatStore,
  attempt: Attempt & { type: "open" | "break-glass" },
): Promise<Outcome> {
  const { type, ...request } = attempt;
  const reply = await (type === "break-glass"
    ? store.breakGlass(request)
    : store.openChart(request.patient));
  if (reply.type === "open") return { panel: undefined };
  const { patient, refusal } = reply;
  return { panel: { type: "refused", attempt, refusal, ...(patient && { patient }) } };
}

/** Asks for access, or begins what was approved: a chart that opens by it is there at once. */
async function cover(
  store: SeatStore,
  attempt: Attempt & { type: "ask-cover" | "start-cover" },
): Promise<Outcome> {
  const reply = await (attempt.type === "ask-cover"
    ? store.askForCover(attempt.request)
    : store.startCover({ grant: attempt.grant }));
  if (reply.type === "refused") {
    return { panel: { type: "refused", attempt, refusal: reply.refusal } };
  }
  // What was asked for, and what became of it, stands above the work from now on.
  return { panel: undefined };
}

async function register(
  store: SeatStore,
  attempt: Attempt & { type: "register" },
): Promise<Outcome> {
  const { type: _, ...request } = attempt;
  const reply = await store.register(request);
  if (reply.type === "open") return { panel: undefined };
  return { panel: { type: "refused", attempt, refusal: reply.refusal } };
}

async function search(
  store: SeatStore,
  attempt: Attempt & { type: "search" },
  { tell }: Words,
): Promise<Outcome> {
  const { type: _, ...request } = attempt;
  const reply = await store.search(request);
  if (reply.type === "refused") {
    return { panel: { type: "refused", attempt, refusal: reply.refusal } };
  }
  const { watched: message, watchedSaid: said = [] } = reply;
  const watched = message === undefined ? undefined : tell({ message, said });
  if (reply.type === "none") {
    return { panel: undefined, said: [tell(reply), watched].join(" ").trim() };
  }
  const more = watched === undefined ? {} : { said: watched };
  if (reply.type === "found") return { panel: { type: "found", patient: reply.patient }, ...more };
  return { panel: { type: "several", patients: reply.patients, more: reply.more }, ...more };
}

/** Nothing was done: it was refused, or asks whether this patient is meant. */
type Unplaced = Exclude<ActReply, { type: "done" }> | ConfirmReply;

/** What stands where something was not done: why not, or whether this patient is meant. */
function unplaced(attempt: ActAttempt, reply: Unplaced): Panel {
  if (reply.type === "refused") return { type: "refused", attempt, refusal: reply.refusal };
  const { bed, patient } = reply;
  return { type: "confirm", attempt, bed, patient };
}

async function act(store: SeatStore, attempt: ActAttempt, { tell }: Words): Promise<Outcome> {
  const { type: _, asks, ...request } = attempt;
  // The form waits behind the dialog that signs it, with its text as it is.
  if (asks === "sign") {
    return { panel: { type: "compose", action: attempt.action }, signing: attempt };
  }
  const reply = await place(store, request, asks);
  // The form waits behind the question for a witness, with its text as it is.
  if (reply.type === "asked") return { panel: { type: "compose", action: attempt.action } };
  if (reply.type !== "done") return { panel: unplaced(attempt, reply) };
  store.drafts().discard(attempt);
  return { panel: undefined, said: tell(reply) };
}

type Placing = Omit<ActAttempt, "type" | "asks">;

function place(
  store: SeatStore,
  request: Placing,
  asks: ActAttempt["asks"],
): Promise<AskWitnessReply> {
  const { performer, ...recorded } = request;
  if (performer !== undefined) return store.recordAct({ ...recorded, performer });
  return asks === "witness" ? store.askWitness(request) : store.act(request);
}

/** What was performed is signed for; without a PIN just now it says that one is needed (X18). */
async function signFor(
  store: SeatStore,
  attempt: Attempt & { type: "sign-for" },
  { tell }: Words,
): Promise<Outcome> {
  const reply = await store.signFor({ patient: attempt.patient });
  if (reply.type === "done") return { panel: undefined, said: tell(reply) };
  return { panel: { type: "refused", attempt, refusal: reply.refusal } };
}

async function aboutRoster(
  store: SeatStore,
  attempt: Attempt & { type: "roster" },
  { tell }: Words,
): Promise<Outcome> {
  const { type: _, then, ...act } = attempt;
  const reply = await store.roster(act);
  if (reply.type === "refused")
    return { panel: { type: "refused", attempt, refusal: reply.refusal } };
  return { panel: undefined, said: tell(reply), ...(then === undefined ? {} : { then }) };
}

async function turnCase(
  store: SeatStore,
  attempt: Attempt & { type: "open-case" | "close-case" },
  words: Words,
): Promise<Outcome> {
  const opens = attempt.type === "open-case";
  const reply = await (opens ? store.openCase(attempt.patient) : store.closeCase());
  if (reply.type === "done")
    return { panel: undefined, said: opens ? words.t.caseOpened : words.t.caseClosed };
  return { panel: { type: "refused", attempt, refusal: reply.refusal } };
}

/** What may be asked twice: it changes nothing, or carries its own key, or is as it was (X10). */
const repeatable: readonly Attempt["type"][] = ["open", "search", "break-glass", "act"];

/** The same, tried again by itself where the database is lost just then (X14). */
function patiently(
  store: SeatStore,
  attempt: Attempt,
  words: Words,
  say: (words: string) => void,
): Promise<Outcome> {
  if (!repeatable.includes(attempt.type)) return attend(store, attempt, words);
  const { occupancy } = store.snapshot();
  const isStillIn = (): boolean => store.snapshot().occupancy === occupancy;
  const ask = async (): Promise<Outcome> => {
    // Nothing is asked in the name of whoever has come in meanwhile (S1).
    if (!isStillIn()) throw new ScreenError("dropped");
    return attend(store, attempt, words);
  };
  const waiting = (): void => {
    if (isStillIn()) say(words.t.momentTrying);
  };
  return throughAMoment(ask, { ...onThisPage, waiting });
}

function attend(store: SeatStore, attempt: Attempt, words: Words): Promise<Outcome> {
  if (attempt.type === "open-case" || attempt.type === "close-case") {
    return turnCase(store, attempt, words);
  }
  if (attempt.type === "open" || attempt.type === "break-glass") return open(store, attempt);
  if (attempt.type === "ask-cover" || attempt.type === "start-cover") {
    return cover(store, attempt);
  }
  if (attempt.type === "register") return register(store, attempt);
  if (attempt.type === "search") return search(store, attempt, words);
  if (attempt.type === "sign-for") return signFor(store, attempt, words);
  if (attempt.type === "roster") return aboutRoster(store, attempt, words);
  return act(store, attempt, words);
}

/** Where nothing but a PIN or passkey of just now is missing to break the glass, that is asked for at once. */
function proofFor(attempt: Attempt, { panel }: Outcome): SteppingUp | undefined {
  if (attempt.type !== "break-glass" || panel?.type !== "refused") return undefined;
  const [first] = panel.refusal.remedies;
  if (first?.type !== "step-up") return undefined;
  return { label: first.label, level: first.level, attempt };
}

/** What the signed-in screen is about at the moment, and how to go on. */
export interface Attempts {
  readonly panel: Panel | undefined;
  readonly setPanel: (panel: Panel | undefined) => void;
  /** What has been asked for and not yet answered. */
  readonly busy: Attempt | undefined;
  /** What was done, or why not, in words. */
  readonly said: string | undefined;
  readonly attempt: (attempt: Attempt) => Promise<void>;
  readonly say: (words: string | undefined) => void;
  /** An act was done by way of something else: its text is placed. */
  readonly settle: (place: DraftPlace, words: string) => void;
  readonly signing: ActAttempt | undefined;
  /** The dialog that signs is over; with the answer when it led to another than that it is done. */
  readonly endSigning: (unsigned?: Unplaced) => void;
  readonly steppingUp: SteppingUp | undefined;
  readonly askStepUp: (stepUp: SteppingUp | undefined) => void;
  /** The PIN was right: goes on with what was being done (A2). */
  readonly goOn: () => void;
}

/** One thing at a time: asks, shows the answer, and asks again after a step-up. */
export function useAttempts(): Attempts {
  const { store } = useSeat();
  const words = useWords();
  const [panel, setPanel] = useState<Panel>();
  const [busy, setBusy] = useState<Attempt>();
  const [said, setSaid] = useState<string>();
  const [steppingUp, askStepUp] = useState<SteppingUp>();
  const [signing, setSigning] = useState<ActAttempt>();

  const attempt = useCallback(
    async (next: Attempt): Promise<void> => {
      setBusy(next);
      setSaid(undefined);
      store.dismissNotice();
      try {
        const first = await patiently(store, next, words, setSaid);
        const then = first.then && (await patiently(store, first.then, words, setSaid));
        const outcome = then === undefined ? first : { ...first, ...then };
        const proof = proofFor(next, outcome);
        // The reason stays behind the question, and the chart opens as it is answered: three touches (X11).
        if (proof !== undefined) return askStepUp(proof);
        setPanel(outcome.panel);
        setSaid(outcome.said);
        setSigning(outcome.signing);
      } catch (cause) {
        const error = failureOf(cause, next.type === "act");
        // "Dropped" means that the person has gone, and this screen with them.
        if (error.code !== "dropped") setSaid(words.explain(error));
      } finally {
        setBusy(undefined);
      }
    },
    [store, words],
  );
  const goOn = (): void => {
    askStepUp(undefined);
    const next = steppingUp?.attempt;
    if (steppingUp?.panel !== undefined) setPanel(steppingUp.panel);
    // The form, with its text, is what the person comes back to.
    if (next?.type === "act") setPanel({ type: "compose", action: next.action });
    if (next !== undefined) void attempt(next);
  };
  const settle = (place: DraftPlace, words: string): void => {
    store.drafts().discard(place);
    setPanel(undefined);
    setSaid(words);
  };
  const endSigning = (unsigned?: Unplaced): void => {
    setSigning(undefined);
    if (signing !== undefined && unsigned !== undefined) setPanel(unplaced(signing, unsigned));
  };
  const acting = { attempt, say: setSaid, settle, signing, endSigning };
  return { panel, setPanel, busy, said, ...acting, steppingUp, askStepUp, goOn };
}
