import type { Page } from "playwright-core";
import type { Person, SeatScreen } from "./seat.ts";

/** All that a page holds of whoever was at it. */
export interface Traces {
  /** The document as it stands, and what its fields hold. */
  readonly document: string;
  /** Names of what is stored: `local <key>`, `session <key>`, `database <name>/<store>`, `cache <name>`. */
  readonly stored: readonly string[];
  /** Its values, as text. */
  readonly values: string;
}

/** Gathers them from the page itself: a stranger with the developer tools sees no more. */
export function tracesOf(page: Page): Promise<Traces> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const values: string[] = [JSON.stringify(history.state), document.title, location.href];
    const stored: string[] = [];
    for (const [area, storage] of [
      ["local", localStorage],
      ["session", sessionStorage],
    ] as const) {
      for (const [key, value] of Object.entries(storage)) {
        stored.push(`${area} ${key}`);
        values.push(String(value));
      }
    }
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        stored.push(`database ${name}/${store}`);
        const rows = database.transaction(store).objectStore(store);
        values.push(JSON.stringify([await settled(rows.getAllKeys())]));
        values.push(JSON.stringify([await settled(rows.getAll())]));
      }
      database.close();
    }
    for (const name of await caches.keys()) stored.push(`cache ${name}`);
    const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      "input, textarea",
    );
    const typed = [...fields].map(({ value }) => value);
    const shown = document.documentElement.cloneNode(true) as HTMLElement;
    // The demonstration's badges stand on every locked screen, whoever was there.
    shown.querySelector("[aria-labelledby=demo-badges]")?.remove();
    return {
      document: [shown.innerHTML, ...typed].join("\n"),
      stored,
      values: values.join("\n"),
    };
  });
}

/** By what somebody who has a chart open and half-written words on it would be known again. */
export interface Marks {
  readonly person: string;
  /** Of the patient; a colleague's own list may name them, with the number. */
  readonly patient: readonly string[];
  /** What stands in the chart, and what was half-written. */
  readonly words: readonly string[];
}

/** Writes `draft` on the chart that is open, and gathers what somebody after this person must not find. */
export async function markOf(
  { button, page, patient }: SeatScreen,
  person: Person,
  draft: string,
): Promise<Marks> {
  const [name = ""] = await patient.getByRole("heading").allInnerTexts();
  const facts = await patient.getByRole("definition").allInnerTexts();
  const number = facts.find((text) => /^[\d\s]{5,}$/.test(text)) ?? "";
  const [entry = ""] = await page.getByRole("tabpanel").locator("strong").allInnerTexts();
  for (const text of [name, number, entry]) {
    if (text === "") throw new Error("the open chart shows nothing that could be found again");
  }
  await button("Write a note").click();
  await page.getByLabel("Write a note: text").fill(draft);
  return { person: person.name, patient: [name, number], words: [entry, draft] };
}

/**
 * What a page still has of somebody who has left it, one sentence each: in the document, in what is stored, in caches.
 *
 * @param listed whoever is in now has the patient on their own list, which the document then names
 */
export async function leftOf(
  page: Page,
  { patient, person, words }: Marks,
  listed = false,
): Promise<readonly string[]> {
  const { document, stored, values } = await tracesOf(page);
  const inDocument = [person, ...words, ...(listed ? [] : patient)];
  const inValues = [person, ...words, ...patient];
  const expected = ["local wardkey-appearance", "database wardkey-seat/keys"];
  return [
    ...inDocument.filter((text) => document.includes(text)).map((text) => `document: ${text}`),
    ...inValues.filter((text) => values.includes(text)).map((text) => `stored: ${text}`),
    ...stored.filter((name) => !expected.includes(name)).map((name) => `unexpected: ${name}`),
  ];
}

/** Holds an answer of the server back, so that it comes when its person has gone. */
export async function holdBack(
  page: Page,
  path: string,
): Promise<{ readonly asked: Promise<void>; release(): Promise<void> }> {
  let open = () => {};
  let seen = () => {};
  let over = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const answered = new Promise<void>((resolve) => {
    over = resolve;
  });
  const address = `**/bedside/api/${path}`;
  await page.route(
    address,
    async (route) => {
      const response = await route.fetch();
      seen();
      await gate;
      // The screen may have let go of it.
      await route.fulfill({ response }).catch(() => undefined);
      over();
    },
    { times: 1 },
  );
  return {
    asked,
    async release() {
      open();
      await answered;
      // Once round the page's own queue: had it been taken in, it would be on the screen.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    },
  };
}
