import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look, narrow } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";

const root = join(import.meta.dirname, "../..");
const chromium = await launchBrowser();

/** As far as the list of what privacy officers may. */
const officers = /(privacy-officer:[\s\S]*?may: \[)/;

describeWith(chromium, "workloads at the console", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;

  /** The command line, at the running server. */
  const wardkey = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [join(root, "bin/wardkey"), ...args], {
      env: { PATH: process.env["PATH"] ?? "", WARDKEY_DATA: hospital.data },
      encoding: "utf8",
    });
  const give = (form: object, ...more: readonly string[]): string => {
    const file = join(hospital.data, "credential.json");
    writeFileSync(file, JSON.stringify(form));
    const text = wardkey("workload", "credential", "lab-gateway", file, ...more, "--json");
    return (JSON.parse(text) as { readonly credential: string }).credential;
  };

  beforeAll(async () => {
    // The demonstration has nobody who looks after workloads: the role of the one who looks on is widened.
    hospital = await startDemonstration(browser, (name, text) =>
      name === "roles.yaml" ? text.replace(officers, "$1application-administration, ") : text,
    );
    const [owner, deputy] = ["nurse", "manager"].map((part) => hospital.person(part).id);
    const terms = {
      id: "lab-gateway",
      name: "Laboratory gateway",
      purpose: "Brings results into charts",
      owner,
      deputy,
      environment: "production",
      vendor: "Acme",
      scopes: ["system/Observation.rs", "system/Observation.c"],
      neededBy: [hospital.demo.ward],
      until: new Date(Date.now() + 200 * 24 * 3_600_000).toISOString().slice(0, 10),
    };
    const file = join(hospital.data, "gateway.json");
    writeFileSync(file, JSON.stringify(terms));
    wardkey("workload", "request", file, "--by", owner ?? "");
    wardkey("workload", "approve", "lab-gateway", "--by", deputy ?? "");
    const secret = { kind: "secret", because: "vendor-cannot-sign", days: 20 };
    const first = give(secret);
    give(secret, "--replaces", first);
    const officer = hospital.person("privacyOfficer");
    desk = await hospital.openPage("/console/?page=workloads");
    await desk.page.getByLabel("Badge number").fill(officer.badge);
    await desk.page.getByLabel("PIN").fill(officer.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("table", { name: "Workloads" }).waitFor();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const table = (name: string) => desk.page.getByRole("table", { name });

  test("lists what runs with its owner, searched and as a graph, in English and in German", async () => {
    const { page } = desk;
    const row = table("Workloads").getByRole("row", { name: "Laboratory gateway" });
    await row.waitFor();
    expect(await row.textContent()).toContain(hospital.person("nurse").name);
    expect(await look(page, "console-workloads", atADesk, narrow)).toEqual([]);
    await page.getByLabel("Contains").fill("Acme");
    await expect.poll(() => table("Workloads").getByRole("row").count()).toBe(2);
    await page.getByRole("button", { name: "Who and what depends" }).click();
    await page.getByText(`Laboratory gateway to`).first().waitFor({ state: "attached" });
    expect(await look(page, "console-workloads-graph", atADesk, narrow)).toEqual([]);
    await page.goto(page.url().replace("?", "?lang=de&"));
    await page.getByRole("heading", { name: "Dienstkonten" }).waitFor();
    expect(await look(page, "console-workloads-graph-de", atADesk, narrow)).toEqual([]);
    await page.goto(page.url().replace(/[?].*/, "?page=workloads&lang=de&view=findings"));
    await page.getByText("Es weist sich mit einem Geheimnis aus").first().waitFor();
    expect(await look(page, "console-workloads-findings-de", atADesk, narrow)).toEqual([]);
  });

  test("a finding says its evidence and what to do, and is accepted by a person for a time", async () => {
    const { page } = desk;
    await page.goto(`${new URL(page.url()).origin}/console/?page=workloads&view=findings&lang=en`);
    const finding = page
      .getByRole("listitem")
      .filter({ hasText: "Laboratory gateway: It proves itself by a secret" })
      .first();
    await finding.getByText("NHI4:2025").waitFor();
    expect(await look(page, "console-workloads-findings", atADesk, narrow)).toEqual([]);
    await finding.getByRole("button", { name: "Live with" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why, in a code").fill("vendor-replies");
    expect(await look(page, "console-workloads-accept", atADesk, narrow)).toEqual([]);
    await dialog.getByRole("button", { name: "Live with it for that long" }).click();
    await page.getByText("It is noted.").waitFor();
    await finding.getByText("(vendor-replies)").waitFor();
  });

  test("one workload has its timeline, and the old credential of a rotation is ended", async () => {
    const { page } = desk;
    await page.goto(`${new URL(page.url()).origin}/console/?page=workloads&lang=en`);
    await page.getByRole("link", { name: "Laboratory gateway" }).click();
    await page.getByRole("heading", { name: "Laboratory gateway", exact: true }).waitFor();
    await table("What happened").getByText("is let in").first().waitFor();
    expect(await look(page, "console-workload", atADesk, narrow)).toEqual([]);
    const old = table("Credentials").getByRole("row").filter({ hasText: "is being replaced" });
    expect(await old.textContent()).toContain("nobody uses the old one since");
    await old.getByRole("button", { name: "Finish the replacement" }).click();
    await page
      .getByRole("group", { name: "Finish the replacement" })
      .getByRole("button", { name: "Finish the replacement" })
      .click();
    await page.getByText("Done. It stands in the log.").waitFor();
    await old.waitFor({ state: "detached" });
  });

  test("says what stops and what depends on it, stops it, lets it in again, and ends it with the proof", async () => {
    const { page } = desk;
    await page.getByRole("button", { name: "Stop it" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("stops as a whole").waitFor();
    await dialog.getByText(`Needed by ${hospital.demo.ward}`).waitFor();
    await dialog.getByText("Nothing has happened yet.").waitFor();
    expect(await look(page, "console-workload-stop", atADesk, narrow)).toEqual([]);
    await dialog.getByRole("button", { name: "Stop it" }).click();
    await dialog.getByText("It is refused until somebody lets it in again.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    expect(wardkey("workload", "show", "lab-gateway")).toContain("suspended (quarantine)");
    await page.getByRole("button", { name: "Let it in again" }).click();
    await page
      .getByRole("group", { name: "Let it in again" })
      .getByRole("button", { name: "Let it in again" })
      .click();
    await page.getByText("It is let in again.").waitFor();

    await page.getByRole("button", { name: "End it for good" }).first().click();
    await dialog.getByText("Every credential ends").waitFor();
    await dialog.getByRole("button", { name: "End it for good" }).click();
    await dialog.getByText("refused: credential-ended").first().waitFor();
    expect(await look(page, "console-workload-retired", atADesk, narrow)).toEqual([]);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByText("ended", { exact: true }).first().waitFor();
  });
});
