import type { Page } from "playwright-core";

/** What a face promises, in CSS pixels. */
export interface Least {
  readonly target: number;
  readonly text: number;
}

/** A page that is narrower than this is on a tablet or a phone, whatever it is made for. */
export const touched = 896;

/** Gloves, arm's length, bad light. */
export const bedside: Least = { target: 56, text: 18 };
export const atADesk: Least = { target: 24, text: 14 };
/** The same pages on a tablet or a phone. */
export const underAFinger: Least = { target: 44, text: 14 };

/**
 * Measures the screen as it stands: targets and text below their least size, text that is cut off, a page wider than the screen, a
 * table that scrolls sideways under a finger, and cells with something over them.
 */
export function measure(page: Page, least: Least): Promise<readonly string[]> {
  return page.evaluate(
    ({ target, text, touched }) => {
      const found: string[] = [];
      const name = (element: Element): string => {
        const words = element.getAttribute("aria-label") ?? element.textContent ?? "";
        return `${element.tagName.toLowerCase()} "${words.trim().replaceAll(/\s+/g, " ").slice(0, 40)}"`;
      };
      const isShown = (element: Element): boolean => {
        const { width, height } = element.getBoundingClientRect();
        // Words for screen readers alone are clipped to a pixel.
        if (width <= 3 || height <= 3 || getComputedStyle(element).clip !== "auto") return false;
        return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      };
      const controls = "button, a[href], input, select, textarea, [role=tab]";
      for (const element of document.querySelectorAll(controls)) {
        if (!isShown(element)) continue;
        const { width, height } = element.getBoundingClientRect();
        if (Math.round(width) < target || Math.round(height) < target) {
          found.push(`${name(element)} is ${Math.round(width)} x ${Math.round(height)}`);
        }
      }
      const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
        const element = node.parentElement;
        if (element === null || node.textContent?.trim() === "" || !isShown(element)) continue;
        const size = Number.parseFloat(getComputedStyle(element).fontSize);
        if (size < text) found.push(`${name(element)} is written in ${size} px`);
        const { overflowX, overflowY } = getComputedStyle(element);
        const cuts = (overflow: string): boolean => overflow === "hidden" || overflow === "clip";
        const isTooWide = element.scrollWidth > element.clientWidth + 1;
        const isTooHigh = element.scrollHeight > element.clientHeight + 1;
        if ((cuts(overflowX) && isTooWide) || (cuts(overflowY) && isTooHigh)) {
          found.push(`${name(element)} is cut off`);
        }
      }
      for (const table of document.querySelectorAll("table")) {
        const box = table.parentElement;
        const over = box === null || !isShown(table) ? 0 : box.scrollWidth - box.clientWidth;
        if (innerWidth < touched && over > 1)
          found.push(`${name(table)} scrolls ${over} px sideways`);
      }
      const isUnderADialog = document.querySelector("[role=dialog]") !== null;
      for (const cell of isUnderADialog ? [] : document.querySelectorAll("td, th")) {
        const box = cell.closest("table")?.parentElement?.getBoundingClientRect();
        if (box === undefined || !isShown(cell)) continue;
        const range = document.createRange();
        range.selectNodeContents(cell);
        for (const { height, left, top, width } of range.getClientRects()) {
          const [x, y] = [left + width / 2, top + height / 2];
          const isInSight =
            x > box.left && x < Math.min(box.right, innerWidth) && y > 0 && y < innerHeight;
          const over = isInSight ? document.elementFromPoint(x, y) : null;
          if (over !== null && !cell.contains(over) && !over.contains(cell)) {
            found.push(`${name(cell)} is covered by ${name(over)}`);
          }
        }
      }
      const wide = document.documentElement.scrollWidth - innerWidth;
      if (wide > 0) found.push(`the page is ${wide} px wider than the screen`);
      return [...new Set(found)];
    },
    { ...least, touched },
  );
}
