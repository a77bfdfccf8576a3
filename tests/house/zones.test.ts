import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const web = "src/web";
const sources = readdirSync(web, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(web, path), "utf8") }));

/** What says or reads a time by the clock of the machine that the browser runs on. */
const byTheBrowser =
  /DateTimeFormat|RelativeTimeFormat|resolvedOptions|toLocale(?:Date|Time)?String|to(?:Date|Time)String|getTimezoneOffset|\.get(?:Hours|Minutes|Date|Day|Month|FullYear)\(/;

test("every time on a screen is in the zone of its ward: written in one place, which is always told the zone", () => {
  expect(sources.length).toBeGreaterThan(100);
  const writing = sources.filter(({ text }) => byTheBrowser.test(text));
  expect(writing.map(({ path }) => path)).toEqual(["shared/zoned.ts"]);
  const formats = (writing[0]?.text ?? "").split("new Intl.DateTimeFormat(").slice(1);
  expect(formats.length).toBeGreaterThan(5);
  for (const format of formats) expect(format.split("})")[0]).toContain("timeZone:");
});
