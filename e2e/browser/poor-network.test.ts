import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

/** What the first load of the bedside may take of the line, in bytes: 5 s at 400 kbit/s. */
const mostOfFirstLoad = 250_000;

/** A satellite line: each answer takes 600 ms more, at 400 kbit/s. */
const poor = {
  offline: false,
  latency: 600,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
};
const note = "Walked to the window.";

describeWith(chromium, "a remote ward on a poor line", ({ browser, close }) => {
  let hospital: Demonstration;
  let seat: SeatScreen;
  let nurse: Person;
  let emulate: (conditions: typeof poor) => Promise<unknown>;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    seat = await hospital.openSeat();
    // The screen itself is there: it was fetched when the day began.
    const line = await seat.context.newCDPSession(seat.page);
    await line.send("Network.enable");
    emulate = (conditions) => line.send("Network.emulateNetworkConditions", conditions);
    await emulate(poor);
    nurse = hospital.person("nurse");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });

  const notes = async () => {
    await seat.page.getByRole("tab", { name: "Notes" }).click();
    return seat.page.getByText(note, { exact: true }).count();
  };

  test("[S6] whoever taps is told that it was heard before the line can answer, and is in", async () => {
    const said = Promise.withResolvers<void>();
    await seat.page.route("**/bedside/api/tap", async (route) => {
      await said.promise;
      return route.fallback();
    });
    await seat.tap(nurse);
    await seat.said("Reading your badge…").waitFor();
    said.resolve();
    await seat.givePin(nurse);
    await seat.open(hospital.demo.patients[0]?.number ?? "");
  });

  test("[A2] a note whose answer gets lost is placed once, however often it is sent", async () => {
    let lost = 0;
    await seat.page.route("**/bedside/api/act", async (route) => {
      if (lost++ > 0) return route.fallback();
      // It arrives, and is done; what the server says of it never comes back.
      await route.fetch();
      await route.abort("connectionreset");
    });
    await seat.button(/^Write a note/).click();
    await seat.page.getByLabel("Write a note: text").fill(note);
    await seat.button(/^Write a note for /).click();
    await seat.said(/There was no answer|can't tell whether that was done/).waitFor();
    expect(await seat.page.getByLabel("Write a note: text").inputValue()).toBe(note);
    await seat.button(/^Write a note for /).click();
    await seat.said("The note is in the chart.").waitFor();
    expect(lost).toBe(2);
    expect(await notes()).toBe(1);
  });

  test("a screen that has nothing yet fetches what it needs and no other screen's, compressed", async () => {
    const fetched: string[] = [];
    let bytes = 0;
    const begun = performance.now();
    await hospital.openSeat({
      async before(page) {
        const line = await page.context().newCDPSession(page);
        line.on("Network.responseReceived", ({ response }) => fetched.push(response.url));
        line.on("Network.loadingFinished", ({ encodedDataLength }) => {
          bytes += encodedDataLength;
        });
        await line.send("Network.enable");
        await line.send("Network.emulateNetworkConditions", poor);
      },
    });
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`first load on a poor line: ${bytes} bytes, ${seconds.toFixed(1)} s`);
    const assets = fetched.filter((url) => url.includes("/assets/"));
    expect(assets.filter((url) => /\/assets\/bedside-.*\.js$/.test(url))).not.toEqual([]);
    expect(assets.filter((url) => /\/assets\/(console|pocket|connect)-/.test(url))).toEqual([]);
    expect(bytes).toBeLessThan(mostOfFirstLoad);
  });

  test("[S7] without a line the screen says so and shows no chart as if it were true; it comes back by itself", async () => {
    await emulate({ ...poor, offline: true });
    await seat.said("This screen has lost its connection").waitFor({ timeout: 90_000 });
    await emulate(poor);
    await seat.patients.or(seat.locked).waitFor({ timeout: 60_000 });
  });
});
