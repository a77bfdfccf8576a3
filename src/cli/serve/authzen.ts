import {
  authenticateApiKeys,
  authzen,
  deviceReports,
  grantApi,
  hospitalPolicy,
  hospitalSearch,
} from "../../http/index.ts";
import { machineClock } from "../../node/index.ts";
import type { Installation } from "../installation.ts";

/** The AuthZEN interface on the hospital's own policy; `baseUrl` is what its configuration document names. */
export function authzenInterface(
  { seats: app, keyedHash }: Pick<Installation, "seats" | "keyedHash">,
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

/** Requests for access for a time, by API key. */
export function grantsInterface(
  { app, keyedHash }: Pick<Installation, "app" | "keyedHash">,
  newId: (prefix: string) => string,
): ReturnType<typeof grantApi> {
  return grantApi({ app, newId, authenticate: byApiKey({ app, keyedHash }) });
}

function byApiKey({
  app,
  keyedHash,
}: Pick<Installation, "app" | "keyedHash">): ReturnType<typeof authenticateApiKeys> {
  return authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock });
}
