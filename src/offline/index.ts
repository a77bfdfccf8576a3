export { OfflineError } from "./errors.ts";
export {
  type Offline,
  type OfflinePorts,
  type OfflineState,
  openOffline,
  turnEvery,
} from "./open-offline.ts";
export { type RefusedEntry, refusedIn } from "./refused-entry.ts";
export { type Watch, watchLog } from "./watch.ts";
