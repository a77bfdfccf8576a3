export { createMemoryJournal } from "./memory-journal.ts";
export { createMemoryStore, type MemoryStore } from "./memory-store.ts";
export { createTurns, type Turns } from "./turns.ts";
