import { expect, test } from "vitest";
import { chooseLanguage, languages, loadCatalogue } from "./languages.ts";

test("the address wins over the browser, the browser over English", () => {
  expect(chooseLanguage("?lang=de", ["en-GB"])).toBe("de");
  expect(chooseLanguage("", ["fr-FR", "de-AT", "en"])).toBe("de");
  expect(chooseLanguage("?lang=xx", ["de"])).toBe("de");
  expect(chooseLanguage("?lang=toString", ["fr"])).toBe("en");
  expect(chooseLanguage("", [])).toBe("en");
});

test("every language says every thing, with every figure it is given", async () => {
  for (const language of languages) {
    const { messages } = await loadCatalogue(language);
    for (const [key, message] of Object.entries(messages)) {
      const words = typeof message === "function" ? spoken(message) : message;
      expect(words.trim(), `${language}.${key}`).not.toBe("");
      expect(words, `${language}.${key}`).not.toMatch(/undefined|NaN|\[object|\bTODO\b/);
    }
  }
});

test("no two languages have the same words where words are meant", async () => {
  const [{ messages: en }, { messages: de }] = await Promise.all([
    loadCatalogue("en"),
    loadCatalogue("de"),
  ]);
  const differing = Object.keys(en).filter((key) => {
    const name = key as keyof typeof en;
    return String(en[name]) !== String(de[name]);
  });
  expect(differing.length).toBeGreaterThan(Object.keys(en).length * 0.8);
});

/** The message with a figure for each of its blanks. */
function spoken(message: (...blanks: never[]) => string): string {
  const say = message as unknown as (...blanks: readonly number[]) => string;
  const blanks = [41, 42, 43].slice(0, message.length);
  const words = say(...blanks);
  for (const blank of blanks) expect(words).toContain(String(blank));
  return words;
}
