import { de } from "./de.ts";
import { en, type Messages } from "./en.ts";

/** A language of the screens. */
export type Language = "en" | "de";

/** Every catalogue there is. */
export const catalogues: Readonly<Record<Language, Messages>> = {
  en,
  de,
};

/** The languages, in the order in which they are offered. */
export const languages: readonly Language[] = ["en", "de"];

/** How dates and numbers are written; English as in the United Kingdom. */
export const locales: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE" };

/**
 * The language of a screen: `?lang=` wins, then what the browser prefers, in its order, then English.
 *
 * @param search the address's query
 * @param preferred as in `navigator.languages`
 */
export function chooseLanguage(search: string, preferred: readonly string[]): Language {
  const asked = new URLSearchParams(search).get("lang");
  for (const tag of [...(asked === null ? [] : [asked]), ...preferred]) {
    const primary = tag.toLowerCase().split("-")[0];
    const found = languages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return "en";
}
