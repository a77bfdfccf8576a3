import {
  authenticateApiKeys,
  authzen,
  deviceReports,
  hospitalPolicy,
  hospitalSearch,
} from "../../http/index.ts";
import { machineClock } from "../../node/index.ts";
import type { Installation } from "../installation.ts";

/** The AuthZEN interface on the hospital's own policy; `baseUrl` is what its configuration document names. */
export function authzenInterface(
  { app, keyedHash }: Pick<Installation, "app" | "keyedHash">,
  baseUrl: () => string,
): ReturnType<typeof authzen> {
  return authzen({
    baseUrl,
    authenticate: byApiKey({ app, keyedHash }),
    evaluate: hospitalPolicy({ app }),
    search: hospitalSearch({ app }),
  });
}

/** What the management of devices says, by API key. */
export function devicesInterface(
  keys: Pick<Installation, "app" | "keyedHash">,
): ReturnType<typeof deviceReports> {
  return deviceReports({ app: keys.app, authenticate: byApiKey(keys) });
}

function byApiKey({
  app,
  keyedHash,
}: Pick<Installation, "app" | "keyedHash">): ReturnType<typeof authenticateApiKeys> {
  return authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock });
}
