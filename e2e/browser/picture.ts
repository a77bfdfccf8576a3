/**
 * Makes the guide's picture of the bedside, docs/guide/bedside.png, from the demonstration as it runs:
 * `node e2e/browser/picture.ts`
 */
import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { launchBrowser } from "../support/browser.ts";
import { startDemonstration } from "../support/demonstration.ts";

const root = join(import.meta.dirname, "../..");
const path = join(root, "docs/guide/bedside.png");
/** The guide is read over slow networks as well. */
const limit = 200 * 1024;

const chromium = await launchBrowser();
if ("skipped" in chromium) throw new Error(chromium.skipped);
const { browser, close } = chromium.found;
try {
  const hospital = await startDemonstration(browser);
  try {
    const seat = await hospital.openSeat();
    await seat.signIn(hospital.person("nurse"));
    await seat.patients.getByRole("button").first().click();
    await seat.chart.waitFor();
    await seat.page.getByRole("tab", { name: /^Results/ }).click();
    await seat.page.getByRole("tabpanel", { name: /^Results/ }).waitFor();
    // Nothing has the focus or the mouse over it, and the fonts are there.
    await seat.page.mouse.move(640, 600);
    await seat.page.evaluate(async () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      await document.fonts.ready;
    });
    await seat.page.screenshot({ path, animations: "disabled", caret: "hide" });
    const faults = hospital.faults();
    if (faults.length > 0) throw new Error(faults.join("\n"));
  } finally {
    await hospital.close();
  }
} finally {
  await close();
}
const { size } = statSync(path);
console.log(`${relative(root, path)}: ${Math.ceil(size / 1024)} KiB`);
if (size > limit) throw new Error(`the picture is larger than ${limit / 1024} KiB`);
