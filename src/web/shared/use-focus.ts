import { type RefObject, useEffect, useRef } from "react";

/**
 * Moves the focus to an element as it appears: a heading that is to be read out, or the one field of a
 * screen that asks for one thing.
 */
export function useFocus<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
