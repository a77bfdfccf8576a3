import { de } from "./de.ts";
import type { Catalogue } from "./languages.ts";
import { refusalsDe } from "./refusals.de.ts";

/** All that is said in German: a file of its own, which only a screen that speaks it fetches. */
export const german: Catalogue = { language: "de", messages: de, server: refusalsDe };
