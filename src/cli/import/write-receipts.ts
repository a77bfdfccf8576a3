import { openStore } from "../installation.ts";
import { writeReceipt } from "../receipt.ts";
import { createReceipts } from "../receipts.ts";
import type { Settings } from "../settings.ts";
import type { FileReport } from "./import-order.ts";

/**
 * Writes the receipt of each end that a staff file led to, once the log is signed so far.
 *
 * @throws Error `unsigned` where nobody signs it
 */
export async function writeReceipts(
  settings: Settings,
  folder: string,
  { ended = [] }: Pick<FileReport, "ended">,
): Promise<void> {
  if (ended.length === 0) return;
  // Beside whoever has the log: a running server, or this very command.
  const store = await openStore(settings, true);
  try {
    const receipts = createReceipts(store);
    for (const { engagement, position } of ended) {
      writeReceipt(folder, engagement, await receipts.soon(position));
    }
  } finally {
    await store.close();
  }
}
