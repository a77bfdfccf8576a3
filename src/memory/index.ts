export { createFailingStore, type FailingStore, type StoreState } from "./failing-store.ts";
export { createMemoryCache } from "./memory-cache.ts";
export { createMemoryJournal } from "./memory-journal.ts";
export { createMemorySide } from "./memory-side.ts";
export { createMemoryStore, type MemoryStore } from "./memory-store.ts";
export { createTurns, type Turns } from "./turns.ts";
