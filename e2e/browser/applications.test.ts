import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import { plainSeat } from "../support/plain-seat.ts";
import type { SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

/** As far as the list of what privacy officers may. */
const officers = /(privacy-officer:[\s\S]*?may: \[)/;
const extra = "application-administration";

describeWith(chromium, "connected applications at the console", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;

  beforeAll(async () => {
    // The demonstration has nobody who administers it: the role of the one who looks on is widened.
    hospital = await startDemonstration(browser, (name, text) =>
      name === "roles.yaml" ? text.replace(officers, `$1${extra}, `) : text,
    );
    const officer = hospital.person("privacyOfficer");
    desk = await hospital.openPage("/console/?page=applications");
    await desk.page.getByLabel("Badge number").fill(officer.badge);
    await desk.page.getByLabel("PIN").fill(officer.pin);
    await desk.page.keyboard.press("Enter");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const row = (name: string) =>
    desk.page.getByRole("table", { name: "Applications" }).getByRole("row", { name });

  test("lists the demonstration's workloads with their reach, and connects an application by keyboard", async () => {
    const { page } = desk;
    await row("Decides here").first().waitFor();
    await page.getByRole("button", { name: "Connect an application" }).click();
    const dialog = page.getByRole("dialog", { name: "Connect an application" });
    await page.keyboard.type("Growth chart");
    await dialog.getByLabel("client_id").fill("growth");
    await dialog.getByLabel("Comes back to").fill("http://growth.example/callback");
    await dialog.getByLabel("Its keys", { exact: true }).selectOption("none");
    expect(await look(page, "console-connect-application", atADesk)).toEqual([]);
    await dialog.getByRole("button", { name: "Connect an application" }).click();
    await dialog.getByRole("alert").getByText("redirectUris").waitFor();
    await dialog.getByLabel("Comes back to").fill("https://growth.example/callback");
    await page.keyboard.press("Tab");
    await dialog.getByRole("button", { name: "Connect an application" }).press("Enter");
    await page.getByText("It is connected. Its client_id is growth.").waitFor();
    await row("Growth chart").getByText("Signs in here").waitFor();
    expect(await row("Growth chart").textContent()).toContain("nobody is signed in");
  });

  test("shows who holds its tokens now, says what will stop, and ends it", async () => {
    const { page } = desk;
    const nurse = hospital.person("nurse");
    const seat = await plainSeat(hospital.server.url.replace("127.0.0.1", "localhost"));
    await seat.signIn(nurse);
    const authorize = new URL(
      "/oidc/authorize",
      hospital.server.url.replace("127.0.0.1", "localhost"),
    );
    authorize.search = new URLSearchParams({
      client_id: "growth",
      redirect_uri: "https://growth.example/callback",
      response_type: "code",
      scope: "openid",
      code_challenge: "x".repeat(43),
      code_challenge_method: "S256",
    }).toString();
    await seat.connect(authorize);
    await page.reload();
    await row("Growth chart").getByText("1 session signed in").waitFor();
    expect(await look(page, "console-applications", atADesk)).toEqual([]);
    await page.getByRole("button", { name: "End Growth chart" }).click();
    const dialog = page.getByRole("dialog", { name: "End Growth chart?" });
    await dialog.getByText("1 person is signed in").waitFor();
    await dialog.getByText(nurse.name).waitFor();
    expect(await look(page, "console-end-application", atADesk)).toEqual([]);
    await dialog.getByRole("button", { name: "End Growth chart" }).click();
    await page.getByText("Growth chart has ended, with every token that it held.").waitFor();
    await row("Growth chart").waitFor({ state: "detached" });
  });
});
