import { useCallback, useEffect, useRef, useState } from "react";
import type { NameSearchRequest, SearchReply, SearchRequest } from "../../http/bedside-contract.ts";
import type {
  PasskeyOptionsReply,
  PatientView,
  RefusalView,
  RemedyView,
} from "../../http/contract.ts";
import type { AnswerGrantRequest, GrantChoice, GrantRequest } from "../../http/grants-contract.ts";
import type {
  EndPhoneRequest,
  GrantOnPhoneReply,
  OpenOnPhoneReply,
  PhoneReply,
  PhoneState,
} from "../../http/pocket-contract.ts";
import type {
  AnswerShiftsRequest,
  RosterReply,
  StartShiftRequest,
} from "../../http/roster-contract.ts";
import { askPasskey } from "../shared/passkeys.ts";
import { failureOf } from "../shared/screen-error.ts";
import { onThisPage, throughAMoment } from "../shared/through-a-moment.ts";
import { useChanges } from "../shared/use-changes.ts";
import { useWords } from "../shared/words.tsx";
import type { Saying } from "../shared/words-for.ts";
import { type Exceptional, exceptional, type GlassRemedy } from "./exceptional.ts";
import { type PhoneLink, platformOf } from "./phone-link.ts";
import { type Noting, noting, useNotes } from "./use-notes.ts";

/** What a phone asks again after so many milliseconds, told of something or not: what it may show rests on that (C8, D6). */
const every = 3_000;
/** What was heard longer ago is not shown: a permit without a stream of revocations holds no longer (D6). */
const shownFor = 60_000;

/** What stands before the lists: a refusal, or somebody who was found. */
export type Aside =
  | { readonly type: "refused"; readonly patient?: PatientView; readonly refusal: RefusalView }
  | { readonly type: "cover"; readonly remedy: CoverRemedy }
  | { readonly type: "glass"; readonly patient: PatientView; readonly remedy: GlassRemedy }
  | { readonly type: "found"; readonly patient: PatientView }
  | Extract<SearchReply, { readonly type: "several" }>;

/** The offer to ask for access. */
export type CoverRemedy = Extract<RemedyView, { readonly type: "request-cover" }>;

/** The phone as its screens see it. */
export interface Phone extends Exceptional, Noting {
  /** Undefined while nothing was heard, or not for long enough. */
  readonly state: PhoneState | undefined;
  readonly offline: boolean;
  readonly aside: Aside | undefined;
  readonly busy: boolean;
  /** Why something was not done. */
  readonly said: string;
  readonly signIn: () => void;
  readonly register: () => void;
  readonly signOut: () => void;
  readonly open: (patient: string) => void;
  /** With the passkey first, where the policy asks for it (A2). */
  readonly openByPasskey: (patient: string) => void;
  /** Goes on to why access is needed. */
  readonly cover: (remedy: CoverRemedy) => void;
  readonly askFor: (request: GrantRequest) => void;
  readonly answer: (request: AnswerGrantRequest) => void;
  readonly begin: (choice: GrantChoice) => void;
  readonly giveBack: (choice: GrantChoice) => void;
  readonly find: (asked: SearchRequest | NameSearchRequest) => void;
  /** Of those whom a name fits, the one who is meant. */
  readonly choose: (patient: PatientView) => void;
  /** A shift that the roster does not have; and what is said to those of others (L9). */
  readonly startShift: (request: StartShiftRequest) => void;
  readonly answerShifts: (request: AnswerShiftsRequest) => void;
  readonly back: () => void;
  readonly end: (request: EndPhoneRequest) => void;
  readonly startAgain: () => void;
}

interface Heard {
  readonly state: PhoneState;
  readonly at: number;
}

/** What was last heard, and how to take in what an act has led to. */
interface Listening {
  readonly state: PhoneState | undefined;
  readonly offline: boolean;
  readonly take: (state: PhoneState) => void;
  readonly look: () => Promise<void>;
  readonly lost: () => void;
  /** What was asked before now is out of date when it arrives. */
  readonly overtake: () => void;
}

/** Asks what the phone shows, again and again while it is looked at. */
function useListening(link: PhoneLink): Listening {
  const [heard, setHeard] = useState<Heard>();
  const [offline, setOffline] = useState(false);
  const [now, setNow] = useState(link.now);
  const acts = useRef(0);
  const take = useCallback(
    (state: PhoneState) => {
      setHeard({ state, at: link.now() });
      setNow(link.now());
      setOffline(false);
    },
    [link],
  );
  const looks = useRef({ asked: 0, shown: 0 });
  const look = useCallback(async () => {
    const before = acts.current;
    const turn = ++looks.current.asked;
    try {
      const { state } = await link.post<PhoneReply>("state", {});
      // Of two answers that overtake each other the one that was asked for later stands.
      if (before !== acts.current || turn < looks.current.shown) return;
      looks.current.shown = turn;
      take(state);
    } catch (cause) {
      if (failureOf(cause, false).code === "unreachable") setOffline(true);
      setNow(link.now());
    }
  }, [link, take]);
  useLooking(look);
  const state = shown(heard, now);
  const occupant = state?.type === "in" ? state.who.id : undefined;
  const listen = useCallback(
    (signal: AbortSignal) => link.listen(occupant ?? "", signal),
    [link, occupant],
  );
  useChanges(occupant === undefined ? undefined : listen, look);
  return {
    state,
    offline,
    take,
    look,
    lost: () => setOffline(true),
    overtake: () => {
      acts.current += 1;
    },
  };
}

interface Acting {
  readonly busy: boolean;
  readonly said: string;
  readonly say: (words: string) => void;
  readonly tell: Saying["tell"];
  readonly act: (work: () => Promise<void>) => void;
}

/** Does one thing at a time, and says why it was not done. */
function useActing({ look, lost, overtake }: Listening): Acting {
  const { explain, tell } = useWords();
  const [busy, setBusy] = useState(false);
  const [said, say] = useState("");
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    say("");
    overtake();
    try {
      await work();
    } catch (cause) {
      const failure = failureOf(cause, true);
      say(explain(failure));
      if (failure.code === "unreachable") lost();
      else void look();
    } finally {
      setBusy(false);
    }
  };
  return { busy, said, say, tell, act: (work) => void run(work) };
}

export interface Talk extends Pick<Acting, "act" | "say" | "tell">, Pick<Listening, "take"> {
  readonly ask: <T>(path: string, body: unknown) => Promise<T>;
  /** For what may be asked twice: tried again by itself where the database is lost just then (X14). */
  readonly askAgain: <T>(path: string, body: unknown) => Promise<T>;
  readonly setAside: (aside: Aside | undefined) => void;
}

type AskedBeside = Pick<
  Phone,
  "cover" | "askFor" | "answer" | "begin" | "find" | "choose" | "startShift" | "answerShifts"
>;

/** What is asked beside the lists, whose answer may stand before them. */
function askedBeside({ act, ask, askAgain, take, say, setAside, tell }: Talk): AskedBeside {
  const grant = async (path: string, body: unknown): Promise<void> => {
    const reply = await ask<GrantOnPhoneReply | OpenOnPhoneReply>(`grants/${path}`, body);
    setAside(reply.type === "refused" ? reply : undefined);
    if (reply.type !== "refused") take(reply.state);
  };
  const find = async (asked: SearchRequest | NameSearchRequest): Promise<void> => {
    const path = "family" in asked ? "search/name" : "search";
    const reply = await askAgain<SearchReply>(path, asked);
    if (reply.type === "refused") return setAside(reply);
    const { watched: message = "", watchedSaid: said = [] } = reply;
    const watched = message === "" ? "" : tell({ message, said });
    if (reply.type === "none") return say(`${tell(reply)} ${watched}`.trim());
    if (watched !== "") say(watched);
    setAside(reply);
  };
  const aboutRoster = async (path: string, body: unknown): Promise<void> => {
    const reply = await ask<RosterReply<PhoneState>>(path, body);
    if (reply.type === "refused") return setAside(reply);
    take(reply.state);
    setAside(undefined);
    say(tell(reply));
  };
  return {
    cover: (remedy) => setAside({ type: "cover", remedy }),
    askFor: (request) => act(() => grant("request", request)),
    answer: (request) => act(() => grant("answer", request)),
    begin: (choice) => act(() => grant("start", choice)),
    find: (asked) => act(() => find(asked)),
    choose: (patient) => setAside({ type: "found", patient }),
    startShift: (request) => act(() => aboutRoster("shift/start", request)),
    answerShifts: (request) => act(() => aboutRoster("shifts/answer", request)),
  };
}

/** The phone, and what its person does on it. */
export function usePhone(link: PhoneLink): Phone {
  const { t } = useWords();
  const listening = useListening(link);
  const { state, offline, take } = listening;
  const { busy, said, say, tell, act } = useActing(listening);
  const [aside, setAside] = useState<Aside>();
  const occupant = state?.type === "in" ? state.who.id : undefined;
  const notes = useNotes(occupant);
  // What stands before the lists is of whoever was in.
  useEffect(() => {
    if (occupant === undefined) setAside(undefined);
  }, [occupant]);

  const ask = <T>(path: string, body: unknown): Promise<T> => link.post<T>(path, body, occupant);
  const askAgain = async <T>(path: string, body: unknown): Promise<T> => {
    const waiting = () => say(t.momentTrying);
    const answer = await throughAMoment(() => ask<T>(path, body), { ...onThisPage, waiting });
    say("");
    return answer;
  };
  const post = async (path: string, body: unknown): Promise<void> =>
    take((await ask<PhoneReply>(path, body)).state);
  const byPasskey = async (path: string, more: object): Promise<void> => {
    const answer = await askPasskey(await ask<PasskeyOptionsReply>(`${path}/options`, {}), t);
    await post(path, { ...answer, ...more });
  };
  const open = async (patient: string): Promise<void> => {
    const reply = await askAgain<OpenOnPhoneReply>("chart/open", { patient });
    setAside(reply.type === "refused" ? reply : undefined);
    if (reply.type === "open") take(reply.state);
  };
  const asked = askedBeside({ act, ask, askAgain, take, say, setAside, tell });
  const prove = (): Promise<void> => byPasskey("sign-in", {});
  return {
    ...asked,
    ...exceptional({ act, ask: askAgain, post, take, setAside, prove }),
    ...noting({ act, ask: askAgain, say, take, tell }, notes),
    state,
    offline,
    aside,
    busy,
    said,
    signIn: () => act(prove),
    register: () => act(() => byPasskey("register", { platform: platformOf(navigator.userAgent) })),
    signOut: () => act(() => post("sign-out", {})),
    open: (patient) => act(() => open(patient)),
    openByPasskey: (patient) =>
      act(async () => {
        await prove();
        await open(patient);
      }),
    giveBack: (choice) => act(() => post("grants/return", choice)),
    back: () =>
      act(async () => {
        setAside(undefined);
        await post("chart/close", {});
      }),
    end: (request) => act(() => post("phones/end", request)),
    startAgain: () =>
      act(async () => {
        await link.forget();
        location.reload();
      }),
  };
}

/** Nothing of a patient stays on a phone that has not heard for a while, and no chart past its permit. */
function shown(heard: Heard | undefined, now: number): PhoneState | undefined {
  if (heard === undefined || now - heard.at > shownFor) return undefined;
  const { state } = heard;
  if (state.type !== "in" || state.chart === undefined || now < state.chart.validUntil)
    return state;
  const { chart: _chart, ...rest } = state;
  return rest;
}

/** Looks at once, every few seconds, and when the page is looked at again or the network is back. */
function useLooking(look: () => Promise<void>): void {
  useEffect(() => {
    const again = (): void => {
      if (document.visibilityState === "visible") void look();
    };
    again();
    const timer = setInterval(again, every);
    document.addEventListener("visibilitychange", again);
    addEventListener("online", again);
    addEventListener("offline", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
      removeEventListener("online", again);
      removeEventListener("offline", again);
    };
  }, [look]);
}
