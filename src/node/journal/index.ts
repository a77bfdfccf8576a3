export { openCache } from "./open-cache.ts";
export { type FileJournal, openJournal } from "./open-journal.ts";
