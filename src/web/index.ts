/** What is held against the server's own words by a test; the faces themselves are pages, and are entered by none. */
export { languages, loadCatalogue } from "./messages/languages.ts";
export { sayAction, sayRefusal } from "./shared/say-refusal.ts";
export { sayDuties, sayReason, sayRole, saySpoken } from "./shared/say-server.ts";
