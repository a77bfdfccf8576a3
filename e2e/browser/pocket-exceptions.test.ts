import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { inOneHand, phoneOf, small } from "../support/phone.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();

describeWith(chromium, "exceptions on a phone", ({ browser, close }) => {
  let hospital: Demonstration;
  let phone: SeatScreen;
  let person: Person;
  /** At the person's ward. */
  let desk: SeatScreen;

  beforeAll(async () => {
    // A passkey is fresh for a second, so that the phone asks for it.
    hospital = await startDemonstration(browser, (_name, text) =>
      text.replaceAll(/step-up-fresh: .*/g, "step-up-fresh: 1 s"),
    );
    person = hospital.person("nurse");
    phone = await phoneOf(hospital, person);
    desk = await hospital.openSeat();
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const page = () => phone.page;
  const seen = async (name: string): Promise<void> => {
    expect(await look(page(), name, inOneHand)).toEqual([]);
    await small(page());
  };
  const touches = async (): Promise<number> =>
    page().evaluate(() => Reflect.get(window, "touched"));
  /** As far as the denial, which is where the touches are counted from. */
  const refused = async (): Promise<void> => {
    await page()
      .getByRole("searchbox")
      .or(page().getByRole("textbox"))
      .first()
      .fill(hospital.demo.patientElsewhere.number);
    await page().keyboard.press("Enter");
    await phone.button("Open chart").click();
    await page().getByTestId("refusal").waitFor();
    await page().evaluate(() => {
      const known = Reflect.get(window, "touched") !== undefined;
      Reflect.set(window, "touched", 0);
      if (known) return;
      addEventListener("pointerdown", () => {
        Reflect.set(window, "touched", Reflect.get(window, "touched") + 1);
      });
    });
  };

  test("[X10] [X11] from the denial: a touch, a reason, the passkey, and the chart of just this patient is open", async () => {
    await refused();
    await seen("pocket-refused-break-glass");
    await phone.button(/^Break the glass/).click();
    await page().getByTestId("break-glass").waitFor();
    await seen("pocket-break-glass-reasons");
    const proved = page().waitForRequest(/pocket\/api\/sign-in$/);
    await phone.button("Getting worse, and I am called to help").click();
    // The authenticator's user is there at once: the third touch is theirs.
    await proved;
    await page().getByTestId("ends").waitFor();
    expect(await touches()).toBe(2);
    await phone.said(/Emergency access until/).waitFor();
    await seen("pocket-broken-glass");
  });

  test("[X4] what is not needed any more is given back by one touch, and closes", async () => {
    await phone.button("Not needed any more").click();
    await page()
      .getByRole("heading", { name: /^My patients/ })
      .waitFor();
    await refused();
    await phone.button("Back to my patients").click();
    await page()
      .getByRole("heading", { name: /^My patients/ })
      .waitFor();
  });

  test("[X16] [X17] two touches declare an emergency, who is rostered responds by it, and the ward's screens say so", async () => {
    await phone.button("Emergency").click();
    await seen("pocket-declare");
    await phone.button(/^Code blue: /).click();
    await page().getByTestId("emergency").waitFor();
    await desk.page.getByTestId("emergency-call").waitFor();
    await seen("pocket-emergency");
  });

  test("[X11] [X17] a responder breaks the glass with one touch, without a reason and without a passkey", async () => {
    await refused();
    await phone.button(/^Break the glass/).click();
    await page().getByTestId("ends").waitFor();
    expect(await touches()).toBe(1);
  });

  test("in German, and in the dark", async () => {
    const { url } = hospital.server;
    await page().goto(`${url.replace("127.0.0.1", "localhost")}/pocket/?lang=de`);
    await page().getByTestId("ends").waitFor();
    await phone.said("Nicht mehr nötig").waitFor();
    await seen("pocket-emergency-glass-de");
    await phone.button("Notfall").click();
    await seen("pocket-declare-de");
    await phone.button("Kein Notfall").click();
  });

  test("[X18] [X4] a stand-down by two touches closes what it opened", async () => {
    await phone.button("Beenden").first().click();
    await seen("pocket-stand-down-de");
    await phone.button("Ja, beenden").click();
    await page().getByTestId("emergency").waitFor({ state: "detached" });
    await page().getByTestId("ends").waitFor({ state: "detached" });
    await desk.page.getByTestId("emergency-call").waitFor({ state: "detached" });
  });
});
