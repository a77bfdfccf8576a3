import type { Page } from "playwright-core";

/** When Enter went down, or a finger, and when what was waited for had been painted: milliseconds of the page's own clock. */
export interface Painted {
  readonly pressed: number;
  readonly painted: number;
  /** That clock's zero, in milliseconds since 1970: by it the times of two pages are compared. */
  readonly origin: number;
}

/** What a measurement begins with: the next key, the next touch, or now, in a page that somebody only looks at. */
export type Begin = "Enter" | "touch" | "now";

/**
 * Measures, in the page itself, from the next keydown of Enter until an element that the selector names has been painted.
 *
 * @returns waits for it and gives whole milliseconds
 */
export async function watchPaint(page: Page, selector: string): Promise<() => Promise<number>> {
  const watched = await watchPainted(page, selector);
  return async () => {
    const { painted, pressed } = await watched();
    return Math.round(painted - pressed);
  };
}

/** As {@link watchPaint}, from what it begins with; with `words`, not before the page's header says them. */
export async function watchPainted(
  page: Page,
  selector: string,
  words = "",
  begin: Begin = "Enter",
): Promise<() => Promise<Painted>> {
  const measured = await page.evaluateHandle(
    ({ selector: wanted, words: said, begin: by }) => {
      const shown = (): boolean => {
        const element = document.querySelector(wanted);
        const header = document.querySelector("header")?.textContent ?? "";
        return element !== null && element.getClientRects().length > 0 && header.includes(said);
      };
      const painted = new Promise<Painted>((resolve) => {
        const wait = (pressed: number): void => {
          const look = (): void => {
            if (!shown()) {
              requestAnimationFrame(look);
              return;
            }
            // What is laid out in this frame is painted by the time that the next task runs after it.
            requestAnimationFrame(() => {
              const channel = new MessageChannel();
              channel.port1.onmessage = () =>
                resolve({
                  pressed,
                  painted: performance.now(),
                  origin: performance.timeOrigin,
                });
              channel.port2.postMessage(undefined);
            });
          };
          look();
        };
        if (by === "now") {
          wait(performance.now());
          return;
        }
        const kind = by === "Enter" ? "keydown" : "pointerdown";
        const onPress = (event: Event): void => {
          if (event instanceof KeyboardEvent && event.key !== "Enter") return;
          removeEventListener(kind, onPress, true);
          wait(performance.now());
        };
        addEventListener(kind, onPress, true);
      });
      return { painted };
    },
    { selector, words, begin },
  );
  return async () => {
    const times = await measured.evaluate(({ painted }) => painted);
    await measured.dispose();
    return times;
  };
}
