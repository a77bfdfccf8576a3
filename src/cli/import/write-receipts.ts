import { openStore } from "../installation.ts";
import { writeReceipt } from "../receipt.ts";
import { createReceipts } from "../receipts.ts";
import type { Settings } from "../settings.ts";
import type { FileReport } from "./import-order.ts";

/** Made at once: each waits for the store, and not for the others. */
const atOnce = 100;

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
    // One checkpoint that covers the last covers all.
    const last = ended.reduce((most, { position }) => Math.max(most, position), 0);
    await receipts.soon(last);
    for (let from = 0; from < ended.length; from += atOnce) {
      const some = ended.slice(from, from + atOnce);
      const made = await Promise.all(some.map(({ position }) => receipts.soon(position)));
      for (const [index, { engagement }] of some.entries()) {
        const receipt = made[index];
        if (receipt !== undefined) writeReceipt(folder, engagement, receipt);
      }
    }
  } finally {
    await store.close();
  }
}
