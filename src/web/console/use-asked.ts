import { useCallback, useEffect, useState } from "react";
import { failureOf } from "../shared/screen-error.ts";
import { onThisPage, throughAMoment } from "../shared/through-a-moment.ts";
import { useWords } from "../shared/words.tsx";
import { askJson } from "./requests.ts";
import { useConsole } from "./use-console.tsx";

/** What was asked of the server, as it stands. */
export interface Asked<T> {
  readonly answer: T | undefined;
  readonly error: string | undefined;
  /** The error is the policy's word: asking again changes nothing. */
  readonly denied: boolean;
  /** A passkey would change it (D3). */
  readonly stepUp: boolean;
  readonly loading: boolean;
  readonly again: () => void;
}

/**
 * Asks the console's server for a path, anew when it changes and every so many milliseconds. What was
 * answered before stays while the next answer is on its way.
 */
export function useAsked<T>(path: string, every?: number): Asked<T> {
  const { t, language, explain } = useWords();
  const { signedOut, denied: tell } = useConsole();
  const [answer, setAnswer] = useState<T>();
  const [error, setError] = useState<string>();
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const [denied, setDenied] = useState(false);
  const [stepUp, setStepUp] = useState(false);
  const again = useCallback(() => setRound((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again.
  useEffect(() => {
    const leaving = new AbortController();
    setLoading(true);
    const waiting = () => {
      if (!leaving.signal.aborted) setError(t.momentTrying);
    };
    // Tried again by itself where the database is lost just then (X14).
    throughAMoment(() => askJson<T>({ path, language, signal: leaving.signal }), {
      ...onThisPage,
      waiting,
    })
      .then((next) => {
        if (leaving.signal.aborted) return;
        setAnswer(next);
        setError(undefined);
        setDenied(false);
        setLoading(false);
      })
      .catch((cause: unknown) => {
        const failure = failureOf(cause, false);
        if (leaving.signal.aborted) return;
        if (failure.code === "signed-out") return signedOut();
        setDenied(failure.code === "denied");
        setStepUp(failure.remedies.length > 0);
        if (failure.code === "denied") tell();
        setError(explain(failure));
        setLoading(false);
      });
    return () => leaving.abort();
  }, [path, language, round, signedOut, tell, t, explain]);
  useEffect(() => {
    // What the policy refuses is not asked again by the clock: each refusal is on record.
    if (every === undefined || denied) return;
    const timer = setInterval(again, every);
    return () => clearInterval(timer);
  }, [every, again, denied]);
  return { answer, error, denied, stepUp, loading, again };
}
