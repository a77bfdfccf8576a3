import type { Locator, Page } from "playwright-core";

/** More than any screen has to stop at. */
const stops = 150;

/**
 * Goes to an element by Tab alone.
 *
 * @throws Error when it can't be reached, or when nothing shows that it has the focus
 */
export async function reach(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < stops; stop++) {
    const focused = await target.evaluate((element) =>
      element === document.activeElement
        ? getComputedStyle(element).outlineStyle !== "none"
        : undefined,
    );
    if (focused === true) return;
    if (focused === false) throw new Error(`nothing shows that ${target} has the focus`);
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target} can't be reached by keyboard`);
}
