import { useState } from "react";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import { useConsole } from "./use-console.tsx";

/** An act that somebody has begun by a touch. */
export interface Doing {
  readonly busy: boolean;
  /** What came of the last one, in words; empty while there is nothing to say. */
  readonly said: string;
  /** It was refused, and a passkey would do (A2). */
  readonly needsPasskey: boolean;
  /** Runs `act`, one at a time, and says what it answers or why it failed. */
  readonly run: (act: () => Promise<string>) => Promise<void>;
}

/** For a page on which something is done: who is signed out meanwhile is led to sign in. */
export function useDoing(): Doing {
  const { explain } = useWords();
  const { signedOut } = useConsole();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const [needsPasskey, setNeedsPasskey] = useState(false);
  const run = async (act: () => Promise<string>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    setNeedsPasskey(false);
    try {
      setSaid(await act());
    } catch (cause) {
      const failure = failureOf(cause, true);
      if (failure.code === "signed-out") return signedOut();
      setNeedsPasskey(failure.remedies.length > 0);
      setSaid(explain(failure));
    } finally {
      setBusy(false);
    }
  };
  return { busy, said, needsPasskey, run };
}
