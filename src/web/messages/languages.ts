import type { ServerWords } from "../shared/say-server.ts";
import { en, type Messages } from "./en.ts";

/** A language of the screens. */
export type Language = "en" | "de";

/** All that a screen says in one language. */
export interface Catalogue {
  readonly language: Language;
  readonly messages: Messages;
  /** What the server says as codes; absent for English, which it says itself. */
  readonly server?: ServerWords;
}

/** What every screen has: the others are fetched by who speaks them. */
const english: Catalogue = { language: "en", messages: en };

/** Each language in its own words. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

/** Fetches a language; rejects where the line does not let it. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === "en") return english;
  const { german } = await import("./german.ts");
  return german;
}

/** The language that a screen starts in: English where the other does not come. */
export function firstCatalogue(): Promise<Catalogue> {
  const language = chooseLanguage(location.search, navigator.languages);
  return loadCatalogue(language).catch(() => english);
}

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
