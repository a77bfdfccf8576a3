/** What is held against the server's own words by a test; the faces themselves are pages, and are entered by none. */
export { refusals, sayRefusal } from "./shared/say-refusal.ts";
