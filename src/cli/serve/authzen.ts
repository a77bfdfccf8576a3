import {
  authenticateApiKeys,
  authzen,
  createAdmission,
  deviceReports,
  grantApi,
  hospitalPolicy,
  hospitalSearch,
} from "../../http/index.ts";
import { machineClock } from "../../node/index.ts";
import type { Installation } from "../installation.ts";

/** The AuthZEN interface on the hospital's own policy; `baseUrl` is what its configuration document names. */
export function authzenInterface(
  { seats: app, keyedHash, settings }: Pick<Installation, "seats" | "keyedHash" | "settings">,
  baseUrl: () => string,
): ReturnType<typeof authzen> {
  const admit = createAdmission({ app, proxies: settings.proxies });
  return authzen({
    baseUrl,
    authenticate: byApiKey({ app, keyedHash }),
    admit: (request, { id }) => admit(request, id, "decision.ask"),
    evaluate: hospitalPolicy({ app }),
    search: hospitalSearch({ app }),
  });
}

/** What the management of devices says, by API key. */
export function devicesInterface(
  keys: Pick<Installation, "app" | "keyedHash" | "settings">,
): ReturnType<typeof deviceReports> {
  return deviceReports({ app: keys.app, authenticate: byApiKey(keys), admit: admission(keys) });
}

/** Requests for access for a time, by API key. */
export function grantsInterface(
  keys: Pick<Installation, "app" | "keyedHash" | "settings">,
  newId: (prefix: string) => string,
): ReturnType<typeof grantApi> {
  const { app } = keys;
  return grantApi({ app, newId, authenticate: byApiKey(keys), admit: admission(keys) });
}

function admission({
  app,
  settings: { proxies },
}: Pick<Installation, "app" | "settings">): ReturnType<typeof createAdmission> {
  return createAdmission({ app, proxies });
}

function byApiKey({
  app,
  keyedHash,
}: Pick<Installation, "app" | "keyedHash">): ReturnType<typeof authenticateApiKeys> {
  return authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock });
}
