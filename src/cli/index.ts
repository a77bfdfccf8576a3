export { importThroughServer } from "./import/through-server.ts";
export { writeReceipts } from "./import/write-receipts.ts";
export { openStore } from "./installation.ts";
export type { RunCommand } from "./run-cli.ts";
export { readPolicyFiles } from "./serve/policy.ts";
export { readSettings } from "./settings.ts";
