import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { sendHl7, transfer } from "../support/hl7.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "the queue of reviews", ({ browser, close }) => {
  let hospital: Demonstration;
  let screen: SeatScreen;

  /** Somebody breaks the glass for a patient who is none of theirs. */
  async function breakGlass(seat: SeatScreen, part: string, number: string): Promise<void> {
    await seat.signIn(hospital.person(part));
    await openBroken(seat, number);
  }

  async function openBroken(seat: SeatScreen, number: string): Promise<void> {
    await seat.open(number);
    await seat.button(/^Break the glass/).click();
    await seat.button("Covering for somebody who is not here").click();
    await seat.chart.waitFor();
  }

  beforeAll(async () => {
    hospital = await startDemonstration(browser);
    const { patientElsewhere, patients } = hospital.demo;
    const seat = await hospital.openSeat();
    await breakGlass(seat, "nurse", patientElsewhere.number);
    await breakGlass(seat, "colleague", patientElsewhere.number);
    await breakGlass(seat, "locum", patients[0]?.number ?? "");
    for (let again = 0; again < 2; again++) {
      await seat.button("Not needed any more").click();
      await seat.chart.waitFor({ state: "detached" });
      await openBroken(seat, patients[0]?.number ?? "");
    }
    // The bed list catches up: the patient is on the nurses' ward.
    const to = `${hospital.person("nurse").ward}^^`;
    const message = transfer({ number: patientElsewhere.number, to, at: Date.now() });
    expect((await sendHl7(hospital.server.mllpPort, message)).code).toBe("AA");
    const officer = hospital.person("privacyOfficer");
    screen = await hospital.openPage("/console/");
    await screen.page.getByLabel("Badge number").fill(officer.badge);
    await screen.page.getByLabel("PIN", { exact: true }).fill(officer.pin);
    await screen.page.keyboard.press("Enter");
    await screen.page.getByRole("link", { name: "Reviews", exact: true }).click();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const dialog = () => screen.page.getByRole("dialog");
  const row = (name: RegExp) => screen.page.getByRole("row").filter({ hasText: name });

  test("[X15] what nothing explains stands first, explained ones that are alike are one row", async () => {
    await screen.said("3 unexplained · 2 explained").waitFor();
    const rows = await screen.page.getByRole("row").allInnerTexts();
    for (const first of rows.slice(1, 4)) expect(first).toContain("unexplained");
    expect(rows[4]).toMatch(/2 alike: [\s\S]*on duty in .*, where the patient was/);
    expect(await look(screen.page, "console-reviews-queue", atADesk)).toEqual([]);
    // At the size of a desk's screen no column is beyond its edge, in either language.
    const cut = () =>
      screen.page
        .getByRole("region", { name: /^(Reviews|Prüfungen)$/ })
        .evaluate((part) => part.scrollWidth - part.clientWidth);
    expect(await cut()).toBeLessThanOrEqual(0);
    await screen.page.getByLabel("Language").selectOption("de");
    await screen.said("3 unerklärt · 2 erklärt").waitFor();
    expect(await cut()).toBeLessThanOrEqual(0);
    expect(await screen.page.getByRole("table").textContent()).toContain(
      "Ich vertrete jemanden, der nicht da ist",
    );
    expect(await look(screen.page, "console-reviews-german", atADesk)).toEqual([]);
    await screen.page.getByLabel("Sprache").selectOption("en");
    await screen.said("3 unexplained · 2 explained").waitFor();
  });

  test("[X15] what is unexplained is looked at by itself", async () => {
    await row(/unexplained/)
      .first()
      .getByRole("button")
      .click();
    await dialog()
      .getByText(/Nothing on record ties this person/)
      .waitFor();
    expect(await look(screen.page, "console-review-unexplained", atADesk)).toEqual([]);
    await dialog()
      .getByRole("button", { name: /^The policy should have/ })
      .click();
    await screen.said("2 unexplained · 2 explained").waitFor();
    expect(await row(/unexplained/).count()).toBe(2);
  });

  test("[X15] of alike ones each can be looked at, and one decision closes them", async () => {
    await row(/2 alike/)
      .getByRole("button")
      .click();
    await dialog()
      .getByText(/All 2 are explained/)
      .waitFor();
    expect(await look(screen.page, "console-reviews-alike", atADesk)).toEqual([]);
    await dialog()
      .getByRole("button", { name: hospital.person("colleague").name })
      .click();
    await dialog()
      .getByText(/^on duty in /)
      .waitFor();
    expect(await look(screen.page, "console-review-explained", atADesk)).toEqual([]);
    await screen.page.keyboard.press("Escape");
    await row(/2 alike/)
      .getByRole("button")
      .click();
    await dialog().getByRole("button", { name: "Justified", exact: true }).click();
    await screen.said("2 reviews are closed.").waitFor();
    await screen.said("2 unexplained").waitFor();
  });

  test("[X20] three like exceptions propose a change, with what it rests on and would have done; one touch makes it", async () => {
    const locum = hospital.person("locum");
    const proposal = screen.page.getByRole("article", {
      name: new RegExp(`^${locum.name} also on`),
    });
    await proposal.getByText(/it would have spared 3 exceptions/).waitFor();
    await proposal.getByText(/It would have opened \d+ charts/).waitFor();
    expect(await proposal.getByRole("listitem").count()).toBe(3);
    await proposal.scrollIntoViewIfNeeded();
    expect(await look(screen.page, "console-proposal", atADesk)).toEqual([]);
    await proposal.getByRole("button", { name: "Make this change" }).click();
    await screen.said("The change is made.").waitFor();
    await proposal.waitFor({ state: "detached" });
  });
});
