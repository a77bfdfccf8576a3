import type { BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import type { Faults } from "./faults.ts";
import { readBadge } from "./reader.ts";
import type { DemoFile } from "./server.ts";

/** Somebody whose badge may be tapped. */
export type Person = DemoFile["people"][number];

/** How every context is set up: the same size everywhere, and nothing moves. */
export const usual: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  reducedMotion: "reduce",
  colorScheme: "light",
  locale: "en-GB",
};

/** A badge that reads twice at a seat within a second is one tap: whoever taps again waits longer. */
const doubleRead = 1_500;

/** A bedside screen in a browser profile of its own, and what a person does at it. */
export interface SeatScreen {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: Faults;
  readonly locked: Locator;
  readonly pin: Locator;
  readonly patients: Locator;
  /** The bar that says which patient it is. */
  readonly patient: Locator;
  /** The parts of an open chart. */
  readonly chart: Locator;
  /** What was said, wherever it stands. */
  said(text: string | RegExp): Locator;
  button(name: string | RegExp): Locator;
  /** The reader reads the person's badge. */
  tap(person: Person): Promise<void>;
  givePin(person: Person): Promise<void>;
  /** Taps, gives the PIN if it is asked for, and waits for the patients. */
  signIn(person: Person): Promise<void>;
  /** Finds a patient by number and goes as far as the chart or the refusal. */
  open(number: string): Promise<void>;
  lock(): Promise<void>;
}

/** The screen that a page shows. */
export function seatScreen(page: Page, faults: Faults): SeatScreen {
  const button = (name: string | RegExp): Locator =>
    page.getByRole("button", { name, exact: name === "More" || name === "Find" });
  const lastRead = new Map<string, number>();
  const screen: SeatScreen = {
    page,
    context: page.context(),
    faults,
    locked: page.getByRole("heading", { name: "Tap your badge" }),
    pin: page.getByLabel("PIN", { exact: true }),
    patients: page.getByRole("navigation", { name: /^My patients/ }),
    patient: page.getByRole("region", { name: /^Patient: / }),
    chart: page.getByRole("tablist", { name: "Parts of the chart" }),
    said: (text) => page.getByText(text).first(),
    button,
    async tap({ badge }) {
      const since = performance.now() - (lastRead.get(badge) ?? Number.NEGATIVE_INFINITY);
      if (since < doubleRead) await page.waitForTimeout(doubleRead - since);
      await readBadge(page, badge);
      lastRead.set(badge, performance.now());
    },
    async givePin(person) {
      await screen.pin.waitFor();
      await page.keyboard.type(person.pin);
      await page.keyboard.press("Enter");
    },
    async signIn(person) {
      await screen.tap(person);
      await screen.pin.or(screen.patients).waitFor();
      if (await screen.pin.isVisible()) await screen.givePin(person);
      await screen.patients.waitFor();
    },
    async open(number) {
      await page.getByLabel("Find a patient by number").fill(number);
      await button("Find").click();
      await button("Open chart").click();
      await screen.chart.or(page.getByTestId("refusal")).waitFor();
    },
    async lock() {
      await button("Lock").click();
      await screen.locked.waitFor();
    },
  };
  return screen;
}
