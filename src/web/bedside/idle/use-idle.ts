import { useEffect, useRef, useState } from "react";
import { type Idle, idleOf } from "./idle.ts";

const touches = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "input"] as const;

/** Other tabs are told of touches no more often than this, in milliseconds. */
const tellTabs = 1_000;

/** The browser reports moves of a mouse that lies still when the page changes under it: nobody's touch. */
function stillMouse(event: Event): boolean {
  return (
    event instanceof PointerEvent &&
    event.type === "pointermove" &&
    event.movementX === 0 &&
    event.movementY === 0
  );
}

/**
 * Follows how long nobody has touched the screen.
 *
 * @param onLock called once, when the pattern's time is over
 */
export function useIdle(idleLock: number, onLock: () => void): Idle {
  const [idle, setIdle] = useState<Idle>({ type: "quiet" });
  const locked = useRef(false);
  useEffect(() => {
    let touchedAt = Date.now();
    const look = (): void => {
      // A clock that was set back must not give a screen hours of its own.
      touchedAt = Math.min(touchedAt, Date.now());
      const next = idleOf(touchedAt, Date.now(), idleLock);
      setIdle((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
      if (next.type !== "lock" || locked.current) return;
      locked.current = true;
      onLock();
    };
    // The seat may be open in two tabs of its browser: whoever works in one is there in the other.
    const tabs = new BroadcastChannel("wardkey-touched");
    let toldAt = 0;
    const noteTouch = (): void => {
      // A touch on a screen that has slept past its time comes too late.
      if (idleOf(touchedAt, Date.now(), idleLock).type !== "lock") touchedAt = Date.now();
      look();
    };
    const touched = (event: Event): void => {
      if (stillMouse(event)) return;
      noteTouch();
      if (Math.abs(Date.now() - toldAt) < tellTabs) return;
      toldAt = Date.now();
      tabs.postMessage("touched");
    };
    tabs.addEventListener("message", noteTouch);
    const timer = setInterval(look, 500);
    for (const touch of touches) {
      document.addEventListener(touch, touched, { capture: true, passive: true });
    }
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      tabs.close();
      for (const touch of touches) document.removeEventListener(touch, touched, { capture: true });
      document.removeEventListener("visibilitychange", look);
    };
  }, [idleLock, onLock]);
  return idle;
}
