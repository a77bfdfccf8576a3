import { useEffect, useState } from "react";
import type { SeatStore } from "../seat/seat-store-types.ts";

/** Typing that stops for this long begins anew, in milliseconds. */
const pause = 15_000;

function typedKey(event: KeyboardEvent): boolean {
  return [...event.key].length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey;
}

/**
 * The number that somebody types by hand at a locked screen, where no field has the focus; Enter
 * sends it, marked as typed (S4).
 *
 * @param reading a badge is being read: what was typed up to now was the reader's
 * @returns how many characters stand there
 */
export function useTypedBadge({ tap }: Pick<SeatStore, "tap">, reading: boolean): number {
  const [typed, setTyped] = useState("");
  useEffect(() => {
    if (reading) setTyped("");
  }, [reading]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Enter" && typed !== "") {
        event.preventDefault();
        setTyped("");
        void tap(typed, true);
      } else if (event.key === "Backspace") setTyped(typed.slice(0, -1));
      else if (event.key === "Escape") setTyped("");
      else if (typedKey(event)) setTyped((typed + event.key).slice(0, 256));
    };
    document.addEventListener("keydown", onKey);
    const timer = setTimeout(() => setTyped(""), pause);
    return () => {
      document.removeEventListener("keydown", onKey);
      clearTimeout(timer);
    };
  }, [typed, tap]);
  return typed.length;
}
