import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { atADesk, type Least, measure, touched, underAFinger } from "./measure.ts";

const folder = join(import.meta.dirname, "../../screenshots");

interface Size {
  readonly width: number;
  readonly height: number;
}

const desk: Size = { width: 1280, height: 800 };
const phone: Size = { width: 390, height: 844 };
const usual: readonly Size[] = [desk, { width: 1024, height: 1366 }, phone];
/** Where longer words are least at home: beside those, a tablet's narrow side. */
export const narrow: readonly Size[] = [desk, { width: 768, height: 1024 }, phone];

/**
 * Looks at the screen as it stands, light and dark, at each size: takes pictures into screenshots/, asks axe, and measures
 * what axe does not.
 *
 * @param name of the pictures: `<name>-<width>-<scheme>.png`
 * @param least what this face promises
 * @param sizes of the screen
 * @returns what is wrong, one sentence each
 */
export async function look(
  page: Page,
  name: string,
  least: Least,
  sizes: readonly Size[] = usual,
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const wrong = new Set<string>();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const size of sizes) {
      await page.setViewportSize(size);
      const where = `${name} at ${size.width}x${size.height}, ${colorScheme}`;
      const path = join(folder, `${name}-${size.width}-${colorScheme}.png`);
      await page.screenshot({ path, animations: "disabled" });
      const here = least === atADesk && size.width < touched ? underAFinger : least;
      for (const fault of await measure(page, here)) wrong.add(`${where}: ${fault}`);
    }
    for (const fault of await violations(page, colorScheme))
      wrong.add(`${name}, ${colorScheme}: ${fault}`);
  }
  await page.setViewportSize(desk);
  return [...wrong];
}

/** What axe finds serious or worse; what else it looks at but contrast is the same in both schemes. */
async function violations(page: Page, scheme: "dark" | "light"): Promise<readonly string[]> {
  // Without frames of other origins: looking for those opens a page each time, which takes as long again.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (scheme === "dark") axe.withRules("color-contrast");
  else axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const { violations: found } = await axe.analyze();
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`),
    );
}
