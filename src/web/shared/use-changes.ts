import { useEffect, useRef } from "react";
import { type ChangesDeps, followChanges } from "./follow-changes.ts";

const pause: ChangesDeps["wait"] = (milliseconds, signal) =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });

const nobodyAsks = (): void => undefined;

/**
 * Holds a stream of hints open while the page is looked at.
 *
 * @param open undefined while there is nothing to listen to; another one is another stream
 * @param onLive whether it speaks now; a function that stays the same
 */
export function useChanges(
  open: ChangesDeps["open"] | undefined,
  onChange: () => void,
  onLive: (live: boolean) => void = nobodyAsks,
): void {
  const told = useRef(onChange);
  told.current = onChange;
  useEffect(() => {
    if (open === undefined) return;
    let leaving: AbortController | undefined;
    const stop = (): void => {
      leaving?.abort();
      leaving = undefined;
      onLive(false);
    };
    const look = (): void => {
      if (document.visibilityState !== "visible") {
        stop();
        return;
      }
      if (leaving !== undefined) return;
      leaving = new AbortController();
      const deps: ChangesDeps = {
        open,
        onChange: () => told.current(),
        onLive,
        wait: pause,
        local: () => performance.now(),
        chance: Math.random,
      };
      void followChanges(deps, leaving.signal);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      stop();
    };
  }, [open, onLive]);
}
