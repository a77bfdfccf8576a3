import { authenticateApiKeys, authzen, hospitalPolicy, hospitalSearch } from "../../http/index.ts";
import { machineClock } from "../../node/index.ts";
import type { Installation } from "../installation.ts";

/** The AuthZEN interface on the hospital's own policy; `baseUrl` is what its configuration document names. */
export function authzenInterface(
  { app, keyedHash }: Pick<Installation, "app" | "keyedHash">,
  baseUrl: () => string,
): ReturnType<typeof authzen> {
  return authzen({
    baseUrl,
    authenticate: authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock }),
    evaluate: hospitalPolicy({ app }),
    search: hospitalSearch({ app }),
  });
}
