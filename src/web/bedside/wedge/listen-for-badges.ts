import { rememberField } from "./field.ts";
import { idleWedge, readKey, type WedgeTiming } from "./read-key.ts";

/**
 * Listens for badge reads anywhere on the page: a burst of keys ended by Enter is a read, is taken out
 * of the field it went into, and its Enter presses no button.
 *
 * @param timing what counts as a burst at the moment
 * @returns stops listening
 */
export function listenForBadges(
  document: Document,
  onBadge: (badge: string) => void,
  timing: () => WedgeTiming,
): () => void {
  let state = idleWedge;
  let putBack = (): void => undefined;
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const chord = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
    const step = readKey(state, { key: event.key, at: event.timeStamp, chord }, timing());
    state = step.state;
    if (step.reading.type === "started") putBack = rememberField(document);
    if (step.reading.type !== "badge") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    putBack();
    putBack = () => undefined;
    onBadge(step.reading.badge);
  };
  document.addEventListener("keydown", onKey, { capture: true });
  return () => document.removeEventListener("keydown", onKey, { capture: true });
}
