import {
  authenticateApiKeys,
  authenticateApplications,
  certificateReader,
  createAdmission,
  openidIssuer,
  scim,
  scimPath,
} from "../../http/index.ts";
import { machineClock } from "../../node/index.ts";
import type { Installation } from "../installation.ts";

/** Where HR and identity providers bring people, by API key or access token; `origin` is this server's address. */
export function scimInterface(
  { app, keyedHash, settings }: Pick<Installation, "app" | "keyedHash" | "settings">,
  origin: () => string,
): ReturnType<typeof scim> {
  const byApiKey = authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock });
  const byToken = authenticateApplications({
    side: app.side,
    now: app.now,
    origin,
    path: scimPath,
    world: app.world,
    certificate: certificateReader(settings.proxies),
  });
  return scim({
    app,
    origin,
    authorizationServer: () => openidIssuer(origin()),
    authenticate: async (authorization, request) =>
      (await byApiKey(authorization)) ?? (await byToken(authorization, request)),
    admit: createAdmission({ app, proxies: settings.proxies }),
  });
}
