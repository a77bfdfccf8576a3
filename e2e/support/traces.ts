import type { Page } from "playwright-core";

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
    return {
      document: [document.documentElement.innerHTML, ...typed].join("\n"),
      stored,
      values: values.join("\n"),
    };
  });
}
