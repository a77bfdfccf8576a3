export { openCache } from "./open-cache.ts";
export { type FileJournal, openJournal, readJournal } from "./open-journal.ts";
