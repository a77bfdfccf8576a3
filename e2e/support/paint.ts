import type { Page } from "playwright-core";

/**
 * Measures, in the page itself, from the next keydown of Enter until an element that the selector names has been painted.
 *
 * @returns waits for it and gives whole milliseconds
 */
export async function watchPaint(page: Page, selector: string): Promise<() => Promise<number>> {
  const measured = await page.evaluateHandle((wanted) => {
    const shown = (): boolean => {
      const element = document.querySelector(wanted);
      return element !== null && element.getClientRects().length > 0;
    };
    const painted = new Promise<number>((resolve) => {
      const wait = (pressed: number): void => {
        const look = (): void => {
          if (!shown()) {
            requestAnimationFrame(look);
            return;
          }
          // What is laid out in this frame is painted by the time that the next task runs after it.
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - pressed);
            channel.port2.postMessage(undefined);
          });
        };
        look();
      };
      const onKey = (event: KeyboardEvent): void => {
        if (event.key !== "Enter") return;
        removeEventListener("keydown", onKey, true);
        wait(performance.now());
      };
      addEventListener("keydown", onKey, true);
    });
    return { painted };
  }, selector);
  return async () => {
    const milliseconds = await measured.evaluate(({ painted }) => painted);
    await measured.dispose();
    return Math.round(milliseconds);
  };
}
