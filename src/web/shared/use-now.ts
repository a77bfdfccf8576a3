import { useEffect, useState } from "react";

/** The time of `now`, taken again every so many milliseconds. */
export function useNow(now: () => number, every: number): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), every);
    return () => clearInterval(timer);
  }, [now, every]);
  return at;
}
