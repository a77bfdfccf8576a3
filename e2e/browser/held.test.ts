import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk } from "../support/measure.ts";
import type { SeatScreen } from "../support/seat.ts";
import { runWardkey } from "../support/server.ts";

const chromium = await launchBrowser();

/** Nobody administers the demonstration: its privacy officer answers here. */
const answering = (name: string, text: string): string =>
  name === "roles.yaml"
    ? text.replace("chart-keeping, person.read]", "chart-keeping, person.read, held.release]")
    : text;

describeWith(chromium, "what HR's file and its programs were stopped at", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;

  beforeAll(async () => {
    hospital = await startDemonstration(browser, answering);
    const officer = hospital.person("privacyOfficer");
    desk = await hospital.openPage("/console/?page=held");
    await desk.page.getByLabel("Badge number").fill(officer.badge);
    await desk.page.getByLabel("PIN").fill(officer.pin);
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("heading", { name: "Held back" }).waitFor();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const wardkey = async (...args: readonly string[]): Promise<string> => {
    const { output } = await runWardkey(args, { WARDKEY_DATA: hospital.data });
    return output;
  };
  const written = (name: string, content: string): string => {
    const path = join(hospital.data, name);
    writeFileSync(path, content);
    return path;
  };

  test("[L7] a privileged role of HR's file waits, and is given by who says that it is meant", async () => {
    const { page } = desk;
    await page.getByText("Nothing waits").waitFor();
    const rows = ["Nwosu,Adaeze", "Ōe,健三郎"].map(
      (name, index) => `P90${index},${name},2026-01-01,administrator,${hospital.demo.ward}`,
    );
    const file = ["staff_number,family,given,from,role,ward", ...rows, ""].join("\n");
    expect(await wardkey("import", "hr", written("staff.csv", file))).toContain("Held back");
    const card = page.getByRole("listitem", { name: "Adaeze Nwosu" });
    await card.getByText("staff number P900, new here").waitFor();
    await page.getByRole("listitem", { name: "健三郎 Ōe" }).waitFor();
    expect(await look(page, "console-held-roles", atADesk)).toEqual([]);
    await card.getByRole("button", { name: "Give it: Adaeze Nwosu" }).click();
    await card.getByText("It is on record that you have said so.").waitFor();
    await card.getByRole("button", { name: "Give it", exact: true }).click();
    await page.getByText("The role of Adaeze Nwosu is given.").waitFor();
    await card.waitFor({ state: "detached" });
    await desk.button("Not meant: 健三郎 Ōe").click();
    await desk.button("Not meant").click();
    await page.getByText("健三郎 Ōe is not given it.").waitFor();
    await page.getByText("Nothing waits").waitFor();
  });

  test("[L11] a client of SCIM that the brake stopped is shown with whom it asks for, and let through for just so many", async () => {
    const { page } = desk;
    const ends = await overTheBrake();
    const card = page.getByRole("listitem", { name: "HR system" });
    await card.getByText(/^It asks for .* more ends:$/).waitFor();
    await card.getByText("Leaver 0, Employee").waitFor();
    expect(await look(page, "console-held-clients", atADesk)).toEqual([]);
    expect(await card.getByRole("textbox").inputValue()).toBe(String(ends.length));
    await card.getByRole("button", { name: "Let so many through: HR system" }).click();
    await card.getByRole("button", { name: "Let so many through", exact: true }).click();
    await page.getByText(`HR system may end ${ends.length} until tomorrow.`).waitFor();
    await card.getByText(/^Let through: /).waitFor();
    expect((await bulk(ends)).status).toBe(200);
    await card.getByText("What it asks for besides is not known").waitFor();
    expect(await look(page, "console-held-released", atADesk)).toEqual([]);
  });

  test("in German as well", async () => {
    const { page } = desk;
    const address = new URL(page.url());
    address.searchParams.set("lang", "de");
    await page.goto(address.href);
    await page.getByRole("heading", { name: "Angehalten" }).waitFor();
    await page.getByText(/^Durchgelassen: insgesamt/).waitFor();
    expect(await look(page, "console-held-de", atADesk)).toEqual([]);
  });

  let token = "";
  const bulk = (operations: readonly object[]): Promise<Response> =>
    fetch(`${hospital.server.url}/scim/v2/Bulk`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
      body: JSON.stringify({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        Operations: operations,
      }),
    });

  /** HR's program brings people, and asks to end more of them than is believed; what it asks. */
  async function overTheBrake(): Promise<readonly object[]> {
    const [owner, deputy, approver] = ["manager", "doctor", "privacyOfficer"].map(
      (part) => hospital.demo.people.find((one) => one.part === part)?.id ?? "",
    );
    const terms = {
      id: "hr",
      name: "HR system",
      purpose: "Brings people and ends their access",
      owner,
      deputy,
      environment: "production",
      vendor: "own",
      scopes: ["scim.manage", "scim.read"],
      until: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
    };
    await wardkey(
      "workload",
      "request",
      written("hr.json", JSON.stringify(terms)),
      "--by",
      owner ?? "",
    );
    await wardkey("workload", "approve", "hr", "--by", approver ?? "");
    const credential = { kind: "secret", because: "vendor-cannot-sign", days: 30 };
    const path = written("secret.json", JSON.stringify(credential));
    const added = await wardkey("workload", "credential", "hr", path, "--json");
    const { secret } = JSON.parse(added) as { readonly secret: string };
    const asked = await fetch(`${hospital.server.url}/oidc/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: "hr",
        client_secret: secret,
        scope: "scim.manage scim.read",
        resource: `${hospital.server.url.replace("127.0.0.1", "localhost")}/scim/v2`,
      }),
    });
    ({ access_token: token } = (await asked.json()) as { readonly access_token: string });
    const users = Array.from({ length: 60 }, (_, index) => ({
      method: "POST",
      path: "/Users",
      bulkId: `u${index}`,
      data: {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        userName: `leaver${index}`,
        displayName: `Leaver ${index}`,
      },
    }));
    const made = (await (await bulk(users)).json()) as {
      readonly Operations: readonly { readonly location: string }[];
    };
    const ends = made.Operations.map(({ location }) => ({
      method: "DELETE",
      path: `/Users/${location.split("/").at(-1)}`,
    }));
    expect((await bulk(ends)).status).toBe(403);
    return ends;
  }
});
