import { afterAll, beforeAll, expect, test } from "vitest";
import type { NoticesReply } from "../../src/http/notices-contract.ts";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";

const chromium = await launchBrowser();

/** What a server says whose mail server does not know somebody, and whose webhook was away for too long. */
const trouble: NoticesReply = {
  targets: ["mail", "hook-siem"],
  waiting: 2,
  failing: [
    {
      id: "notice|mail|0000000000000009|per_1",
      kind: "glass.broken",
      to: "Pat Officer",
      target: "mail",
      at: Date.now() - 60_000,
      tries: 3,
      why: "The mail server does not take this address (it answers 550).",
      next: Date.now() + 20_000,
    },
    {
      id: "notice|hook-siem|0000000000000007|-",
      kind: "review.overdue",
      to: "siem",
      target: "hook-siem",
      at: Date.now() - 73 * 3_600_000,
      tries: 290,
      why: "The receiver does not answer.",
    },
  ],
};

describeWith(chromium, "the console's page of notifications", ({ browser, close }) => {
  let hospital: Demonstration;

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });

  test("[X12] says where nothing is set up how to set it up, and else what did not arrive, why, and when it is tried next", async () => {
    const { page } = await hospital.openPage("/console/");
    const officer = hospital.person("privacyOfficer");
    await page.getByLabel("Badge number").fill(officer.badge);
    await page.getByLabel("PIN").fill(officer.pin);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Notifications" }).click();
    await page.getByText("Nobody is told by mail or webhook.").waitFor();
    await page.getByText("Set WARDKEY_SMTP and WARDKEY_MAIL_FROM").waitFor();
    expect(await look(page, "console-notifications-none", atADesk)).toEqual([]);

    await page.route("**/console/api/notices", (route) => route.fulfill({ json: trouble }));
    const table = page.getByRole("table", { name: "Notifications" });
    await table.getByText("The mail server does not take this address").waitFor();
    await page.getByText("2 more wait for their first try.").waitFor();
    const rows = await table.getByRole("row").allTextContents();
    expect(rows[1]).toMatch(/Emergency access was taken.*Pat Officer.*mail/);
    expect(rows[2]).toMatch(/A review is overdue.*siem.*none: it happened too long ago.*webhook/);
    expect(await look(page, "console-notifications", atADesk)).toEqual([]);
    expect(hospital.faults()).toEqual([]);
  });
});
