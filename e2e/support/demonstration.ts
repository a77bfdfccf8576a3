import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { watchFaults } from "./faults.ts";
import { sendHl7, transfer } from "./hl7.ts";
import { type Person, type SeatScreen, seatScreen, usual } from "./seat.ts";
import { type DemoFile, readDemo, type ServerProcess, startServer } from "./server.ts";

/** A demonstration hospital that runs in a process of its own, and browsers at it. */
export interface Demonstration {
  readonly server: ServerProcess;
  readonly demo: DemoFile;
  /** The data directory, for commands that reach the running server. */
  readonly data: string;
  person(part: string): Person;
  /** A browser profile of its own at the bedside screen: a seat that is free so far. */
  openSeat(options?: SeatOptions): Promise<SeatScreen>;
  /** A desk of the nurse's ward, and the seat at its first bed, in which the first of the patients lies. */
  openDeskAndBed(): Promise<{ readonly desk: SeatScreen; readonly bed: SeatScreen }>;
  /** A page of a browser profile of its own. */
  openPage(path: string, options?: SeatOptions): Promise<SeatScreen>;
  /** What any page did that none may do. */
  faults(): readonly string[];
  close(): Promise<void>;
}

export interface SeatOptions {
  /** Done with the page before it goes to the address. */
  readonly before?: (page: Page) => Promise<unknown>;
  /** The name that the server is called by; without one, by its number. */
  readonly host?: string;
}

/**
 * Starts one.
 *
 * @param environment beside what every server of these tests has
 * @param changePolicy changes the text of a policy file, by its name; without it the shipped policy runs
 */
export async function startDemonstration(
  browser: Browser,
  changePolicy?: (name: string, text: string) => string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Demonstration> {
  const data = mkdtempSync(join(tmpdir(), "wardkey-browser-"));
  const args = ["serve", "--demo"];
  if (changePolicy !== undefined) args.push("--policy", changedPolicy(data, changePolicy));
  const server = await startServer({ data, args, environment });
  const demo = readDemo(data);
  const screens: SeatScreen[] = [];
  const open = async (
    path: string,
    { before, host = "127.0.0.1" }: SeatOptions = {},
  ): Promise<SeatScreen> => {
    const context = await browser.newContext(usual);
    context.setDefaultTimeout(20_000);
    const url = server.url.replace("127.0.0.1", host);
    const faults = await watchFaults(context, url);
    const page = await context.newPage();
    const screen = seatScreen(page, faults);
    screens.push(screen);
    await before?.(page);
    await page.goto(url + path);
    return screen;
  };
  const openSeat = async (options?: SeatOptions) => {
    const seat = await open("/", options);
    await seat.locked.waitFor();
    return seat;
  };
  return {
    server,
    demo,
    data,
    person: (part) => {
      const person = demo.people.find((one) => one.part === part);
      if (person === undefined) throw new Error(`the demonstration has no ${part}`);
      return person;
    },
    openSeat,
    async openDeskAndBed() {
      const [first] = demo.patients;
      // At some hours nobody is in that bed.
      if (first !== undefined && first.bed !== "1")
        await lieIn(server, first.number, `${demo.ward}^^1`);
      // A ward has two desks; its third seat is at its first bed.
      const desk = await openSeat();
      await openSeat();
      return { desk, bed: await openSeat() };
    },
    openPage: open,
    faults: () => screens.flatMap(({ faults }) => faults.seen),
    async close() {
      for (const { context } of screens) await context.close();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function lieIn(server: ServerProcess, number: string, to: string): Promise<void> {
  const { code } = await sendHl7(server.mllpPort, transfer({ number, to, at: Date.now() }));
  if (code !== "AA") throw new Error(`the transfer to ${to} was answered with ${code}`);
}

const changeable = [
  "assurance.yaml",
  "grants.yaml",
  "passports.yaml",
  "patterns.yaml",
  "roles.yaml",
];

function changedPolicy(data: string, change: (name: string, text: string) => string): string {
  const folder = join(data, "policy");
  const shipped = join(import.meta.dirname, "../../policy");
  cpSync(shipped, folder, { recursive: true });
  for (const name of changeable) {
    const path = join(folder, name);
    writeFileSync(path, change(name, readFileSync(path, "utf8")));
  }
  return folder;
}
