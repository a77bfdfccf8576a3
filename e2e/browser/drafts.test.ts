import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const words = "Slept badly, asked for";
const more = " the window to be opened";

describeWith(chromium, "half-written text", ({ browser, close }) => {
  let hospital: Demonstration;
  let here: SeatScreen;
  let there: SeatScreen;
  let nurse: Person;
  let colleague: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    here = await hospital.openSeat();
    there = await hospital.openSeat();
    nurse = hospital.person("nurse");
    colleague = hospital.person("colleague");
    await here.signIn(nurse);
    await here.open(hospital.demo.patients[0]?.number ?? "");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const textAt = ({ page }: SeatScreen) => page.getByLabel("Write a note: text");
  const back = async (seat: SeatScreen, expected: string): Promise<void> => {
    await textAt(seat).waitFor();
    expect(await textAt(seat).inputValue()).toBe(expected);
  };

  test("[S6] [S7] it is there again after a lock, in the same form; the locked screen keeps nothing of it", async () => {
    await here.button(/^Write a note/).click();
    await textAt(here).fill(words);
    // At once: the last words go with the lock.
    await here.lock();
    expect(await leftIn(here)).not.toContain("Slept");
    await here.tap(nurse);
    await back(here, words);
  });

  test("[S2] a reload in the middle of a sentence loses nothing that was kept", async () => {
    const kept = here.page.waitForResponse(/drafts\/save/);
    await textAt(here).fill(words + more);
    await kept;
    await here.page.reload();
    await back(here, words + more);
  });

  test("[S2] [S7] a colleague who taps in between sees nothing of it, anywhere in the browser", async () => {
    await textAt(here).fill(words);
    await here.signIn(colleague);
    await here.open(hospital.demo.patients[0]?.number ?? "");
    await here.button(/^Write a note/).click();
    await back(here, "");
    expect(await leftIn(here)).not.toContain("Slept");
    await here.lock();
  });

  test("[S3] [S2] it goes along to another seat, is placed there, and is half-written no more", async () => {
    await there.signIn(nurse);
    await back(there, words);
    expect(await leftIn(here)).not.toContain("Slept");
    await there.button(/^Write a note for /).click();
    await there.said("The note is in the chart.").waitFor();
    await there.lock();
    await there.tap(nurse);
    await there.button(/^Write a note/).click();
    await back(there, "");
  });
});

/** Everything that the browser has: the document, its fields, and what it stores. */
function leftIn({ page }: SeatScreen): Promise<string> {
  return page.evaluate(async () => {
    const fields = [...document.querySelectorAll("input, textarea")].map(
      (field) => (field as HTMLInputElement).value,
    );
    const stored: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => {
          all.onsuccess = resolve;
        });
        stored.push(name, store, all.result);
      }
      db.close();
    }
    const caches_ = await Promise.all((await caches.keys()).map((key) => caches.open(key)));
    const cached = await Promise.all(caches_.map(async (cache) => (await cache.keys()).length));
    return JSON.stringify([document.documentElement.outerHTML, fields, stored, cached]);
  });
}
