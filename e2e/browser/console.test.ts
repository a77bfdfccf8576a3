import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { sendHl7, transfer } from "../support/hl7.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
/** A ward that the hospital does not have. */
const nowhere = "99Z";

describeWith(chromium, "a privacy officer at the console", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let officer: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    desk = await hospital.openPage("/console/");
    officer = hospital.person("privacyOfficer");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  test("signs in with badge number and PIN, by keyboard; a wrong PIN opens nothing", async () => {
    const { page } = desk;
    const alert = page.getByRole("alert").filter({ hasText: /\S/ });
    await page.getByLabel("Badge number").waitFor();
    // The number's field has the focus: a reader may type into it.
    await page.keyboard.type(officer.badge);
    await page.keyboard.press("Enter");
    await page.keyboard.type(officer.pin === "0000" ? "1111" : "0000");
    await page.keyboard.press("Enter");
    await alert.waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
    expect(await page.getByLabel("PIN").inputValue()).toBe("");
    await page.getByLabel("PIN").fill(officer.pin);
    await page.keyboard.press("Enter");
    await table("Records").waitFor();
    await page.getByRole("banner").getByText(officer.name).waitFor();
    await page
      .getByRole("status")
      .filter({ hasText: /^Live$/ })
      .waitFor();
  });

  test("sees what happens as it happens, opens it, and finds it again by its address", async () => {
    const { page } = desk;
    const rows = table("Records").getByRole("row");
    const newest = Number(await rows.nth(1).getByRole("cell").first().textContent());
    const seat = await hospital.openSeat();
    await seat.signIn(hospital.person("nurse"));
    const next = page.getByRole("button", { name: `Record ${newest + 1}`, exact: true });
    await next.waitFor();
    const kind = (await rows.filter({ has: next }).getByRole("cell").nth(2).textContent()) ?? "";
    await next.click();
    const detail = page.getByRole("dialog", { name: `Record ${newest + 1}` });
    await detail.getByText(kind, { exact: true }).first().waitFor();
    await page.reload();
    await detail.getByText(kind, { exact: true }).first().waitFor();
    await page.goBack();
    await detail.waitFor({ state: "detached" });

    await page.getByLabel("Kind").selectOption("session.opened");
    await page.waitForURL(/kind=session\.opened/);
    await rows
      .filter({ hasNotText: /session\.opened|^#/ })
      .nth(1)
      .waitFor({ state: "detached" });
    expect([...new Set(await cells("Records", "kind"))]).toEqual(["session.opened"]);
    await page.getByLabel("Kind").selectOption("");
  });

  test("sees which feeds are heard, sorts them and takes them along as CSV", async () => {
    const { page } = desk;
    await page.getByRole("link", { name: "Feeds" }).click();
    await table("Feeds").waitFor();
    expect(await cells("Feeds", "id")).toEqual(
      expect.arrayContaining(["adt-north", "roster", "staff"]),
    );
    expect(await cells("Feeds", "state")).not.toContain("Stale");
    await page.getByRole("button", { name: "Sort by Feed" }).click();
    await page.waitForURL(/sort=id/);
    const sorted = await cells("Feeds", "id");
    expect(sorted).toEqual(sorted.toSorted());
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export CSV" }).click();
    const csv = readFileSync(await (await coming).path(), "utf8");
    for (const feed of sorted) expect(csv).toContain(feed);
  });

  test("a message that can't be used is parked with its reason, and leaves when it is dismissed", async () => {
    const { page } = desk;
    const { number = "" } = hospital.demo.patients[0] ?? {};
    await page.getByRole("link", { name: "Parked messages" }).click();
    await page.getByText("No message is parked.").waitFor();
    const message = transfer({ number, to: `${nowhere}^^1`, at: Date.now() });
    const answer = await sendHl7(hospital.server.mllpPort, message);
    expect(answer.text).toBe(`parked: PV1-3: ward ${nowhere} is not known here`);

    // It comes by itself.
    await table("Parked messages").getByText(`ward ${nowhere} is not known here`).waitFor();
    await table("Parked messages").getByRole("button", { name: "ADT^A02" }).click();
    const detail = page.getByRole("dialog", { name: "ADT^A02" });
    await detail.getByText(`PV1|1|I|${nowhere}^^1`).waitFor();

    // Nothing has changed: it still can't be used.
    await detail.getByRole("button", { name: "Try it again" }).click();
    await detail
      .getByRole("alert")
      .filter({ hasText: /not known|still/ })
      .waitFor();
    await detail.getByRole("button", { name: "Dismiss" }).click();
    await detail.getByText("Dismiss this message?").waitFor();
    await detail.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("status").getByText("It was dismissed.").waitFor();
    await page.getByText("No message is parked.").waitFor();
  });

  test("signs out: nothing stays, and the way back is shut", async () => {
    const { page } = desk;
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Badge number").waitFor();
    expect(await page.content()).not.toContain(officer.name);
    await page.goBack();
    await page.getByLabel("Badge number").waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
  });

  test("a nurse's badge and PIN open no page, on whatever address; she hears why and whom to ask", async () => {
    const nurse = hospital.person("nurse");
    const { page } = await hospital.openPage("/console/?page=feeds");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.getByLabel("Badge number").fill(nurse.badge);
    await page.getByLabel("PIN").fill(nurse.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "No page for you here" }).waitFor();
    const said = await page.getByRole("alert").textContent();
    expect(said).toContain("Your role as nurse does not include this.");
    expect(said).toContain("Ask your privacy officer, security engineer or administrator.");
    expect(await page.getByRole("row").count()).toBe(0);
    expect(await page.getByRole("link", { name: /Records|Feeds|Parked/ }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    // Nothing was asked for that would be refused, and so on record.
    expect(asked.filter((path) => /records|stream|feeds|parked/.test(path))).toEqual([]);
  });

  test("a page that is refused although it was offered says why and whom to ask, and is offered no more", async () => {
    const { page } = await hospital.openPage("/console/");
    const me = "**/console/api/me";
    const message = "Your role as clerk does not include this. Ask your privacy officer.";
    const refused = { error: { code: "refused", message } };
    await page.route("**/console/api/feeds", (route) =>
      route.fulfill({ status: 403, json: refused }),
    );
    await page.getByLabel("Badge number").fill(officer.badge);
    await page.getByLabel("PIN").fill(officer.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Feeds" }).click();
    await page.getByRole("alert").filter({ hasText: message }).waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    await page.getByRole("link", { name: "Records" }).click();
    await page.getByRole("table", { name: "Records" }).waitFor();
    await page.route(me, async (route) => {
      const answer = await (await route.fetch()).json();
      const refusal = { reasons: ["Not yours."], advice: ["Ask Pia."] };
      await route.fulfill({ json: { ...answer, pages: ["records", "parked"], refusal } });
    });
    await page.getByRole("link", { name: "Feeds" }).click();
    await page.getByRole("alert").filter({ hasText: "Not yours.Ask Pia." }).waitFor();
    expect(await page.getByRole("link", { name: "Feeds" }).count()).toBe(0);
    await page.getByRole("heading", { name: "Feeds" }).waitFor();
    await page.unrouteAll();
  });

  function table(name: string): Locator {
    return desk.page.getByRole("table", { name, exact: true });
  }

  /** What stands in a column, from the top. */
  function cells(name: string, column: string): Promise<string[]> {
    return table(name).locator(`td[data-column=${column}]`).allTextContents();
  }
});
