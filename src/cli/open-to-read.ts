import { type Store, StoreError } from "../node/index.ts";
import { openStore } from "./installation.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The store of the installation that the environment names, to be read only: beside a server too. What cannot be opened is no finding
 * about what is in it, and is said as a wrong call is.
 *
 * @throws UsageError; SettingsError
 */
export async function openToRead(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Store> {
  try {
    return await openStore(readSettings(environment), true);
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message);
    throw error;
  }
}
